/** The package's public entry: what the myOGO backend imports. */
export {
  OgoshipClient,
  type IntegrationListed,
  type OgoshipClientOptions,
  type TemporalOptions,
} from './ogoship-client.ts';
export type { OnWaiting, Waiting } from './calls/waiting.ts';
export type { SetUpReport } from './setup.ts';
export type { BuildReport, BuildStatus, DeploymentReport } from './namespace/deployment.ts';
export type { Diagnosis, DoctorReport } from './namespace/doctor.ts';
export type { StandStill } from '../contract/runs/builds.ts';
export type { Integration, RotationReport } from './integration/integration.ts';
export type { IntegrationOverview } from './integration/integration-overview.ts';
export type { FirstGoodsLost } from './integration/first-goods.ts';
export type { OwedLost } from './integration/owed-lost.ts';
export type { LastRun } from './integration/last-runs.ts';
export type { LegStatus } from './integration/legs.ts';
export type { Effect } from './calls/effect.ts';
export type { HoldCount } from './integration/hold-counts.ts';
export { sealRotation, type ConnectInput, type RotateInput } from './credentials.ts';
export type { Stores } from './stores/stores.ts';
export type { HeldAnywhere, QuestionAnywhere } from './stores/attention.ts';
export type { BulkDecision, Released } from './stores/bulk-release.ts';
export type { Found } from './stores/found.ts';
export type { Page } from './stores/run-pages.ts';
export type { FailingAnywhere, StoreRow } from './stores/store-rows.ts';
export type { Products, ProductsRun } from './products.ts';
export type { Shipping } from './shipping.ts';
export type { LatestChanges } from './integration/latest-changes.ts';
export type { FulfilmentStarted, Orders } from './orders/orders.ts';
export type { Standing } from './orders/order-standing.ts';
export type { ComparisonReport, Reconcile } from './integration/reconcile.ts';
export {
  CredentialsRejected,
  IntegrationPaused,
  InvalidInput,
  NotFound,
  OgoshipError,
  Refused,
  ScopeMissing,
  TemporalUnavailable,
  Throttled,
  Unavailable,
  UnknownIntegration,
  WorkerUnavailable,
} from './errors.ts';
export { FailureType, type FailureDetail, type Side } from '../contract/failures.ts';
export { holdReasons, holdRemedies, type Hold, type HoldReason } from '../contract/hold-reasons.ts';
export type { StoreHash } from '../contract/ids.ts';
export type { LastLook } from '../contract/runs/changes-watch.ts';
export type {
  DisconnectReport,
  EarlierIntegration,
  IntegrationStage,
  IntegrationStatus,
  LatestChangesState,
  OpenOrder,
  CatchUpAfterPause,
  InFlight,
  Paused,
  PauseReport,
  ResumeReport,
  SettingsChange,
} from '../contract/integration.ts';
export type { Check, RotateRequest, StoreProfile, TestReport } from '../contract/integration/access.ts';
export type { AnsweredQuestion, Question } from '../contract/integration/questions.ts';
export type { DueLevel, DueReason, Listed, WrittenLevel } from '../contract/stock.ts';
export type {
  ComparedProduct,
  DriftReport,
  LatestChangesReport,
  LegOutcome,
  OddStockRow,
  ReportRow,
  StockLegResult,
} from '../contract/changes.ts';
export type {
  AddressStage,
  AddressStatus,
  HeldOrder,
  OrderDecision,
  OrderEffect,
  OrderStage,
  OrderStatus,
  OrderStory,
  ReleaseDecision,
  Shipment,
} from '../contract/orders.ts';
export { productStates } from '../contract/products.ts';
export type {
  ProductPage,
  ProductPageRequest,
  ProductRow,
  ProductSelection,
  ProductsProgress,
  ProductsReport,
  ProductState,
  RefusedProduct,
} from '../contract/products.ts';
export type { Settings, SettingsPatch } from '../contract/settings.ts';
export { IGNORE_CODE } from '../contract/shipping.ts';
export type {
  LinkResult,
  AddressNeed,
  PickUpNeed,
  PickUpSource,
  ShippingHints,
  ShippingLink,
  ShippingPreview,
  StoreMethod,
} from '../contract/shipping.ts';
export type { SettingEffect, SettingsChanged } from '../contract/integration/setting-effects.ts';
export type { ExplainedOrder } from './orders/order-answer.ts';
