import type { HoldReason } from '../../contract/hold-reasons.ts';
import type { StoreHash } from '../../contract/ids.ts';
import { openOrderRuns } from '../../contract/runs/order-run.ts';
import { takingSettings, wordsOf } from '../../contract/integration/setting-effects.ts';
import { retryFilter } from '../../contract/schemas/orders.ts';
import * as requests from '../../contract/schemas/integration.ts';
import { linkKey } from '../../contract/schemas/shipping.ts';
import { PREVIEW_DAYS } from '../../contract/shipping.ts';
import { isDefaultPattern, linkIdentity } from '../../contract/shipping/link-pattern.ts';
import type { Settings, SettingsPatch } from '../../contract/settings.ts';
import { unknownIntegration, type Calls } from '../calls/calls.ts';
import { checked } from '../calls/checked.ts';
import type { Effect } from '../calls/effect.ts';
import { many } from '../../contract/runs/many.ts';
import { statusOfOpen } from '../calls/status-of-open.ts';
import { InvalidInput, OgoshipError } from '../errors.ts';
import { heldOrders, openHeldRuns } from '../orders/held-orders.ts';

/** So many orders at once are many. */
const MANY = 10;

/** What serious acts on one store would do. */
export class Previews {
  readonly #calls: Calls;
  readonly #storeHash: StoreHash;

  constructor(calls: Calls, storeHash: StoreHash) {
    this.#calls = calls;
    this.#storeHash = storeHash;
  }

  /** Of `disconnect`. */
  async disconnect(): Promise<Effect> {
    const { questions, links } = await statusOfOpen(this.#calls, this.#storeHash);
    const [orders, held] = await Promise.all([
      this.#count(openOrderRuns(this.#storeHash)),
      this.#count(openHeldRuns(this.#storeHash)),
    ]);
    const open = questions.filter(({ answer }) => answer === undefined).length;
    return {
      sentence:
        `Would stop everything and forget the tokens of both sides. ${many(orders, 'order')} not finished would stand still ` +
        `(${held} held already)${open === 0 ? '' : `, ${many(open, 'open question')} would be dropped`}; settings and ${many(links.length, 'link')} are ` +
        'kept for connecting again, which needs both tokens anew.',
      confirm: true,
      numbers: { orders, held, questions: open, links: links.length },
    };
  }

  /**
   * Of `answer`.
   * @throws InvalidInput where nothing is asked under this id
   */
  async answer(questionId: string, decision: 'approve' | 'refuse'): Promise<Effect> {
    const { questionId: id } = checked(requests.answerRequest, { questionId, decision }, 'answer');
    const { questions } = await statusOfOpen(this.#calls, this.#storeHash);
    const question = questions.find((each) => each.id === id);
    if (question === undefined) {
      throw new InvalidInput(
        `Nothing is asked under ${id}: it was withdrawn, is used up by an answer, or has more items by now.`,
        {
          field: 'questionId',
          expected: 'an id of questions()',
        },
      );
    }
    const { kind, count, items, summary } = question;
    const named = items.slice(0, 5).join(', ');
    const some = `${named}${count > 5 ? ', …' : ''}`;
    if (kind === 'first-import') {
      const oldest = /the oldest of ([^.]+(?:\.\d+)?Z?)/.exec(summary)?.[1] ?? 'an unknown date';
      return {
        sentence:
          decision === 'approve'
            ? `Would hand over ${many(count, 'order')}, the oldest of ${oldest}: ${some}.`
            : `Would leave ${many(count, 'paid order')}, the oldest of ${oldest}, for good: ${some}. Only \`orders fulfil\` takes one of them later.`,
        confirm: true,
        numbers: { orders: count },
      };
    }
    return {
      sentence:
        decision === 'approve'
          ? `Would set ${many(count, 'SKU')} to zero in the store: ${some}. They cannot be bought until there is stock again.`
          : `Would keep the levels of ${many(count, 'SKU')} in this fall: ${some}. The store may sell what the warehouse does not have.`,
      confirm: decision === 'approve',
      numbers: { skus: count },
    };
  }

  /**
   * Of `changeSettings`: which orders would be taken, and which not any more. Where the store cannot be asked, that is said.
   * @throws InvalidInput naming the setting and what it may be
   */
  async changeSettings(patch: SettingsPatch): Promise<Effect> {
    const changes = checked(requests.settingsPatch, patch, 'settings');
    const { settings } = await statusOfOpen(this.#calls, this.#storeHash);
    const fields = (Object.keys(changes) as (keyof Settings)[]).filter(
      (field) => JSON.stringify(changes[field]) !== JSON.stringify(settings[field]),
    );
    if (fields.length === 0) return { sentence: 'Nothing would change.', confirm: false, numbers: {} };
    const then = fields.map((field) => `${field} from now on: ${wordsOf(field).fromNowOn}.`);
    const names = [`Would change ${fields.join(', ')}.`, ...then].join(' ');
    const takesOrders = fields.some((field) => takingSettings.includes(field));
    const none = { sentence: `${names} No order would be taken or left because of it.`, confirm: false, numbers: {} };
    try {
      const seen = await this.#calls.lookup<'settings'>(this.#storeHash, { kind: 'settings', patch: changes });
      if (!takesOrders) return none;
      const { takes, leaves, atLeast } = seen;
      const least = atLeast ? 'at least ' : '';
      const of = (oldest: string | undefined) => (oldest === undefined ? '' : `, the oldest of ${oldest}`);
      return {
        sentence: `${names} Would hand over ${least}${many(takes.orders, 'order')} more of those that the store has now${of(takes.oldest)}, and leave ${least}${many(leaves.orders, 'order')} that would have been taken${of(leaves.oldest)}.`,
        confirm: takes.orders + leaves.orders > 0,
        numbers: { takes: takes.orders, leaves: leaves.orders },
      };
    } catch (error) {
      if (!(error instanceof OgoshipError) || error instanceof InvalidInput) throw error;
      // Paused, or a side is away: that is no reason to ask about what takes no order.
      if (!takesOrders) return none;
      return {
        sentence: `${names} Which orders it would take or leave could not be counted: ${error.message}`,
        confirm: true,
        numbers: {},
      };
    }
  }

  /** Of `shipping.unlink`: what would become of the orders of the last 30 days. */
  async unlink(link: { readonly method: string; readonly country?: string }): Promise<Effect> {
    const key = checked(linkKey, link, 'link');
    const { links } = await statusOfOpen(this.#calls, this.#storeHash);
    const identity = linkIdentity(key);
    const rest = links.filter((each) => linkIdentity(each) !== identity);
    if (rest.length === links.length)
      return { sentence: 'No such link is saved: nothing would change.', confirm: false, numbers: {} };
    const isDefault = isDefaultPattern(key.method);
    const start = isDefault ? 'Would remove the default link *: ' : `Would remove the link of “${key.method}”: `;
    try {
      const { orders, changed } = await this.#calls.lookup<'preview'>(this.#storeHash, {
        kind: 'preview',
        links: rest,
        days: PREVIEW_DAYS,
      });
      const sentence = `${start}of ${many(orders, 'order')} of the last ${PREVIEW_DAYS} days, ${changed} would have been held or shipped otherwise; so would later ones like them.`;
      return { sentence, confirm: isDefault || changed > MANY, numbers: { orders, changed } };
    } catch (error) {
      if (!(error instanceof OgoshipError) || error instanceof InvalidInput) throw error;
      return { sentence: `${start}what that changes could not be tried: ${error.message}`, confirm: true, numbers: {} };
    }
  }

  /** Of `orders.retryHeld`: how many would be judged anew, and go on where their reason is gone. */
  async retryHeld(options: { readonly reason?: HoldReason } = {}): Promise<Effect> {
    const { reason } = checked(retryFilter, options, 'options');
    await statusOfOpen(this.#calls, this.#storeHash);
    const held = await heldOrders(this.#calls, this.#storeHash, reason, Number.POSITIVE_INFINITY);
    const orders = new Set(held.map(({ orderId }) => orderId)).size;
    const oldest = held.map(({ since }) => since).sort()[0];
    const age = oldest === undefined ? '' : `, the oldest held since ${oldest}`;
    return {
      sentence: `Would have ${many(orders, 'held order')} try again${age}: those whose reason is gone are handed over.`,
      confirm: orders > MANY,
      numbers: { orders },
    };
  }

  async #count(query: string): Promise<number> {
    const gone = () => unknownIntegration(this.#storeHash);
    return (await this.#calls.ask(gone, () => this.#calls.client.workflow.count(query))).count;
  }
}
