import type { Command } from 'commander';
import type {
  ConnectInput,
  Integration,
  RotateInput,
  RotationReport,
  Settings,
  SettingsChanged,
} from '../../client/index.ts';
import type { Side } from '../../contract/failures.ts';
import { takingSettings } from '../../contract/integration/setting-effects.ts';
import { settingsOf, several } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { AsTyped } from '../layout.ts';
import { confirmed, DRY_RUN, YES, type ActOptions } from '../confirm.ts';
import { askSecret } from '../prompt.ts';
import { showSettings } from '../show/settings.ts';
import { showReport, showStatus } from '../show/integration.ts';
import { showCatchUp, showInFlight } from '../show/pause.ts';
import { UsageError } from '../usage-error.ts';

const API_TOKEN = 'the Access Token of the store’s API account';
const SECRET_TOKEN = 'the secret token of the myOGO merchant';
const TOKENS = [
  ['bigcommerce', 'The store’s token'],
  ['myogo', 'The myOGO token'],
] as const;

function rotatedWords({ rotated, unchanged = [] }: RotationReport, side: Side): string {
  if (unchanged.includes(side)) return 'the one that was in use already, tested again';
  return rotated.includes(side) ? 'new, tested, and used from now on' : 'the one that was there, kept';
}

/** Commands about the integration itself. Secrets come from the environment or a hidden prompt, never from arguments. */
export function integrationCommands(program: Command, context: CliContext): void {
  const { out, environment } = context;
  const apiToken = async () => environment.apiToken ?? (await askSecret(API_TOKEN, 'BIGCOMMERCE_API_TOKEN'));
  const secretToken = async () => environment.secretToken ?? (await askSecret(SECRET_TOKEN, 'MYOGO_SECRET_TOKEN'));

  program
    .command('connect')
    .description('connect the store; tokens from BIGCOMMERCE_API_TOKEN and MYOGO_SECRET_TOKEN, or asked for')
    .requiredOption('--merchant <id>', 'merchant id in myOGO')
    .option('--set <name=value>', 'a setting, may be repeated', several)
    .action(async (options: { merchant: string; set?: readonly string[] }) => {
      const settings = settingsOf(options.set ?? []);
      const input: ConnectInput = {
        bigcommerce: { apiToken: await apiToken() },
        myogo: { merchantId: options.merchant, secretToken: await secretToken() },
        settings,
      };
      out.progress('Asking the store and the warehouse …');
      const status = await context.withStore((store) => store.connect(input));
      await out.result(status, (each) => showStatus(out, each));
    });

  program
    .command('test')
    .description('ask both sides, one line for each capability; changes nothing')
    .action(async () => {
      out.progress('Asking the store and the warehouse …');
      const report = await context.withStore((store) => store.test());
      context.failed = !report.ok;
      await out.result(report, (each) => showReport(out, each));
    });

  program
    .command('status')
    .description('how the integration stands')
    .action(async () => {
      const status = await context.withStore((store) => store.status());
      await out.result(status, (each) => showStatus(out, each));
    });

  program
    .command('settings')
    .description('show the settings, or change those that are named')
    .argument('[name=value...]', 'for example stockBuffer=2 importStatuses=[11,9]')
    .option(...YES)
    .option(...DRY_RUN)
    .action(async (pairs: readonly string[], options: ActOptions) => {
      const patch = settingsOf(pairs);
      const settings = await context.withStore(async (store): Promise<Settings | SettingsChanged | undefined> => {
        if (pairs.length === 0) return (await store.status()).settings;
        // Other settings take and leave no order: they are changed as they are told.
        const isSerious = options.dryRun === true || takingSettings.some((field) => field in patch);
        const goesOn = !isSerious || (await confirmed(context, await store.preview.changeSettings(patch), options));
        if (!goesOn) return undefined;
        return store.changeSettings(patch);
      });
      if (settings === undefined) return;
      await out.result(settings, (each) => showSettings(out, each));
    });

  program
    .command('rotate')
    .description('take new tokens, after a test; without an option those that the environment names')
    .option('--bigcommerce', 'a new store token; asked for where BIGCOMMERCE_API_TOKEN is not set')
    .option('--myogo', 'a new myOGO token; asked for where MYOGO_SECRET_TOKEN is not set')
    .option('--print', 'send nothing; print them sealed, as data for rotateCredentials in the Temporal Web UI')
    .action(async (options: { bigcommerce?: true; myogo?: true; print?: true }) => {
      const any = options.bigcommerce !== true && options.myogo !== true;
      const bigcommerce = options.bigcommerce ?? (any && environment.apiToken !== undefined);
      const myogo = options.myogo ?? (any && environment.secretToken !== undefined);
      if (!bigcommerce && !myogo) {
        throw new UsageError('Specify which token is new.', {
          field: 'BIGCOMMERCE_API_TOKEN',
          expected: 'BIGCOMMERCE_API_TOKEN or MYOGO_SECRET_TOKEN in the environment, or --bigcommerce, or --myogo',
        });
      }
      const input: RotateInput = {
        ...(bigcommerce ? { bigcommerce: { apiToken: await apiToken() } } : {}),
        ...(myogo ? { myogo: { secretToken: await secretToken() } } : {}),
      };
      if (options.print === true) {
        const { sealRotation } = await import('../../client/index.ts');
        await out.result(sealRotation(context.storeHash, input), (data) => out.line(new AsTyped(JSON.stringify(data))));
        return;
      }
      out.progress('Asking the store and the warehouse …');
      const status = await context.withStore((store) => store.rotateCredentials(input));
      await out.result(status, (each) => {
        for (const [side, name] of TOKENS) {
          out.line(`${name}: ${rotatedWords(each, side)}.`);
        }
        out.line(`Version ${each.credentialsVersion ?? 1} of the credentials.`);
        out.line();
        showStatus(out, each);
      });
    });

  program
    .command('pause')
    .description('stop every effect on either side until resume; nothing is dropped')
    .argument('<reason...>', 'for whoever finds it paused')
    .action(async (reason: readonly string[]) => {
      out.note('Pausing: done in about 20 s, when every worker heeds it.');
      const status = await context.withStore((store) => store.pause(reason.join(' ')));
      await out.result(status, (each) => {
        showStatus(out, each);
        showInFlight(out, each);
      });
    });

  program
    .command('resume')
    .description('end a pause')
    .action(async () => {
      const status = await context.withStore((store) => store.resume());
      await out.result(status, (each) => {
        showStatus(out, each);
        showCatchUp(out, each);
      });
    });

  const disconnected = (store: Integration) => {
    out.note('Disconnecting: done in about 20 s, when every worker heeds it.');
    return store.disconnect();
  };
  program
    .command('disconnect')
    .description('stop the schedules, forget the credentials and end')
    .option(...YES)
    .option(...DRY_RUN)
    .action(async (options: ActOptions) => {
      const report = await context.withStore(async (store) =>
        (await confirmed(context, await store.preview.disconnect(), options)) ? disconnected(store) : undefined,
      );
      if (report === undefined) return;
      await out.result(report, ({ storeHash, openOrders, orders = [], advice, webhooksLeft = [] }) => {
        out.line(`Store ${storeHash} is disconnected. Orders that are not finished: ${openOrders}.`);
        if (orders.length > 0) {
          out.table(
            ['order', 'stage'],
            orders.map(({ orderId, stage }) => [orderId, stage]),
          );
        }
        for (const left of webhooksLeft) out.line(left);
        out.line(advice);
      });
    });
}
