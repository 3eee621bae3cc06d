import { expect, test } from 'vitest';
import type { Dependencies } from '../../../src/activities/runtime/dependencies.ts';
import { holdReasons } from '../../../src/contract/hold-reasons.ts';
import { FailureType } from '../../../src/contract/failures.ts';
import { orderReference, scheduleId, workflowId, type StoreHash } from '../../../src/contract/ids.ts';
import * as messages from '../../../src/contract/messages.ts';
import { DecisionsField, Memo } from '../../../src/contract/registered-names.ts';
import { SEALED_TEXT } from '../../../src/contract/integration/sealed-text.ts';
import { SCHEDULE_NOTE, SearchAttribute, TaskQueue, WorkflowType } from '../../../src/contract/temporal.ts';
import { shipmentMarker } from '../../../src/domain/shipping/shipment-plan.ts';
import { createActivities } from '../../../src/worker/activities.ts';

// What a running store keeps: see registered-names.ts of the contract. Where one of these tests fails, a name was changed
// that runs, schedules, or records on the two sides go by.

const nothing: unknown = new Proxy(() => undefined, { get: () => nothing });
const hash = 'abc123' as StoreHash; // as parseStoreHash would give it

test('workflow types keep their names', () => {
  expect(Object.values(WorkflowType).sort().join(' ')).toMatchInlineSnapshot(
    `"awaitedPart changesWatch createProduct createProducts fulfilOrder goodsIn hints integration latestChanges lookup maintain merchantGoods owedLedger reconcile"`,
  );
});

test('activities keep their names', () => {
  const activities = createActivities(nothing as Dependencies); // factories only keep what they are given
  expect(Object.keys(activities).sort()).toMatchInlineSnapshot(`
    [
      "awaitGoods",
      "beginCatchUp",
      "cancelInStore",
      "cancelInWarehouse",
      "createProduct",
      "deleteSuperseded",
      "editInWarehouse",
      "ensureHooks",
      "ensureSchedules",
      "findCodes",
      "goodsInStock",
      "handOver",
      "heldByPause",
      "inFlight",
      "keepAwaited",
      "keepDecisions",
      "keptByEnded",
      "leaveLocation",
      "leaveRuns",
      "lookAtStores",
      "lookForGoods",
      "lookUp",
      "lookUpInWarehouse",
      "maintainSchedules",
      "markHandedOver",
      "matchShipping",
      "mergeCredentials",
      "myogoOrdersLeg",
      "nextProducts",
      "noteOnStoreOrder",
      "orderExists",
      "peek",
      "productsLeg",
      "raiseAlert",
      "readHintedOrders",
      "readShipments",
      "readStoreOrder",
      "rebuildOwed",
      "reconcileMyogoOrders",
      "reconcileProducts",
      "reconcileStock",
      "reconcileStoreOrders",
      "releaseHeld",
      "removeHooks",
      "removeSchedules",
      "reportOwed",
      "resealCredentials",
      "sameCredentials",
      "searchWarehouse",
      "siblingOf",
      "stockLeg",
      "stopSchedules",
      "storeOrdersLeg",
      "sweepHolds",
      "tellSilentOrders",
      "testCredentials",
      "triggerLatestChanges",
      "writeShipment",
    ]
  `);
});

test('signals, updates and queries keep their names', () => {
  const names = Object.entries(messages).flatMap(([of, all]) =>
    Object.values(all).map(({ type, name }) => `${of}: ${type} ${name}`),
  );
  expect(names.sort()).toMatchInlineSnapshot(`
    [
      "comparisonMessages: signal reportRows",
      "goodsInMessages: query awaited",
      "goodsInMessages: query awaitedVariants",
      "goodsInMessages: query keptAwaited",
      "goodsInMessages: signal awaitGoods",
      "goodsInMessages: signal dropAwaited",
      "goodsInMessages: signal goodsCame",
      "goodsInMessages: signal handOn",
      "goodsInMessages: signal keepAwaited",
      "goodsInMessages: signal lookNow",
      "goodsInMessages: signal partReport",
      "hintMessages: signal hint",
      "integrationMessages: query connection",
      "integrationMessages: query kept",
      "integrationMessages: query questions",
      "integrationMessages: query status",
      "integrationMessages: query zerosFalling",
      "integrationMessages: signal accessRefused",
      "integrationMessages: signal goodsArrived",
      "integrationMessages: signal hooksSeen",
      "integrationMessages: signal legsSeen",
      "integrationMessages: signal owedKept",
      "integrationMessages: signal pollFound",
      "integrationMessages: signal reportDue",
      "integrationMessages: signal scheduleSeen",
      "integrationMessages: signal testNow",
      "integrationMessages: update answer",
      "integrationMessages: update changeSettings",
      "integrationMessages: update connect",
      "integrationMessages: update disableLatestChanges",
      "integrationMessages: update disconnect",
      "integrationMessages: update enableLatestChanges",
      "integrationMessages: update linkShippingMethod",
      "integrationMessages: update pause",
      "integrationMessages: update reseal",
      "integrationMessages: update resume",
      "integrationMessages: update rotateCredentials",
      "integrationMessages: update test",
      "integrationMessages: update unlinkShippingMethod",
      "merchantGoodsMessages: query who",
      "merchantGoodsMessages: signal awaits",
      "merchantGoodsMessages: signal awaitsNoMore",
      "merchantGoodsMessages: signal goodsCame",
      "orderMessages: query account",
      "orderMessages: query status",
      "orderMessages: signal myOgoOrderChanged",
      "orderMessages: signal retry",
      "orderMessages: signal storeOrderChanged",
      "orderMessages: update cancel",
      "orderMessages: update release",
      "owedMessages: query owed",
      "owedMessages: query rows",
      "owedMessages: signal report",
      "productMessages: query progress",
      "productMessages: signal catalogueRead",
      "watchMessages: query lastLook",
      "watchMessages: query stores",
      "watchMessages: signal join",
      "watchMessages: signal lookNow",
    ]
  `);
});

test('workflows and schedules keep their ids', () => {
  const ids = [
    workflowId.integration(hash),
    workflowId.goodsIn(hash),
    workflowId.awaited(hash, 7),
    workflowId.merchantGoods('m1'),
    workflowId.owed(hash, 7),
    workflowId.createProducts(hash),
    workflowId.updateProducts(hash),
    workflowId.createProduct(hash, 'SKU'),
    workflowId.fulfilOrder(hash, 5),
    workflowId.lookup(hash, 'unique'),
    workflowId.latestChanges(hash),
    workflowId.reconcile(hash),
    workflowId.hints(hash),
    workflowId.changesWatch('3-of-8'),
  ];
  const schedules = [scheduleId.latestChanges(hash), scheduleId.reconcile(hash), scheduleId.maintain()];
  expect(ids).toHaveLength(Object.keys(workflowId).length);
  expect(schedules).toHaveLength(Object.keys(scheduleId).length);
  expect({ ids, schedules }).toMatchInlineSnapshot(`
    {
      "ids": [
        "integration:abc123",
        "goods-in:abc123",
        "goods-in:abc123:7",
        "goods-of:m1",
        "owed:abc123:7",
        "create-products:abc123",
        "update-products:abc123",
        "product:abc123:SKU",
        "order:abc123:5",
        "lookup:abc123:unique",
        "latest-changes-run:abc123",
        "reconcile:abc123",
        "hints:abc123",
        "changes-watch:3-of-8",
      ],
      "schedules": [
        "latest-changes:abc123",
        "reconcile:abc123",
        "maintain",
      ],
    }
  `);
});

test('task queues, search attributes, memos and notes keep their names', () => {
  expect({ TaskQueue, SearchAttribute, Memo, SCHEDULE_NOTE }).toMatchInlineSnapshot(`
    {
      "Memo": {
        "attention": "attention",
        "awaitsGoods": "awaitsGoods",
        "catchUp": "catchUp",
        "keptIntegration": "keptIntegration",
        "merchant": "merchantId",
        "references": "references",
        "schedules": "schedules",
        "selection": "selection",
      },
      "SCHEDULE_NOTE": "Derived by the integration: ",
      "SearchAttribute": {
        "hold": "OgoHold",
        "integration": "OgoIntegration",
        "order": "OgoOrder",
        "stage": "OgoStage",
      },
      "TaskQueue": {
        "main": "ogoship-bigcommerce",
        "scan": "ogoship-bigcommerce-scan",
      },
    }
  `);
});

test('failure types and hold reasons keep their names', () => {
  expect({ failures: Object.values(FailureType).sort(), holds: [...holdReasons].sort() }).toMatchInlineSnapshot(`
    {
      "failures": [
        "Conflict",
        "CredentialsRejected",
        "IntegrationGone",
        "IntegrationPaused",
        "InvalidInput",
        "NotFound",
        "Refused",
        "Rejected",
        "ScopeMissing",
        "Throttled",
        "Unavailable",
        "UnexpectedResponse",
      ],
      "holds": [
        "address-incomplete",
        "ambiguous-link",
        "cancel-refused",
        "cancelled-in-warehouse",
        "cash-on-delivery-impossible",
        "cash-on-delivery-undecided",
        "changed-after-hand-over",
        "comment-undecided",
        "duplicate-in-warehouse",
        "integration-gone",
        "integration-paused",
        "other-merchant",
        "pickup-point-missing",
        "product-not-in-myogo",
        "reference-conflict",
        "rejected-by-bigcommerce",
        "rejected-by-myogo",
        "reopened",
        "scope-missing",
        "shipped-to-other-address",
        "shipping-code-refused",
        "shipping-method-not-linked",
        "short-shipped",
        "sku-missing",
        "status-forbids-sending",
        "stopped-in-warehouse",
        "substituted",
        "undone-by-hand",
        "unexpected-response",
        "vanished-in-warehouse",
      ],
    }
  `);
});

test('what is written on the two sides and into sealed text keeps its form', () => {
  expect({
    reference: orderReference(hash, 5),
    referenceOfAddress: orderReference(hash, 5, 2),
    marker: shipmentMarker('42'),
    DecisionsField,
    sealed: SEALED_TEXT.source,
  }).toMatchInlineSnapshot(`
    {
      "DecisionsField": {
        "key": "decisions",
        "namespace": "ogoship",
      },
      "marker": "myOGO 42",
      "reference": "abc123-5",
      "referenceOfAddress": "abc123-5-2",
      "sealed": "^v1\\.([A-Za-z0-9_-]{1,32})\\.([A-Za-z0-9_-]+)$",
    }
  `);
});
