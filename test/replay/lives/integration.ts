import { integrationMessages } from '../../../src/contract/messages.ts';
import { countOf, entityOf, until, type Lives, type LivesWorld } from './world.ts';

/** What a merchant and an operator do with a store, one after the other. */
export const integrationLives: Lives = {
  'integration-set-up-and-running': async (world) => {
    const { store } = world;
    await store.shipping.link({ method: 'Pick up', code: 'ignore' });
    await store.shipping.unlink({ method: 'Pick up' });
    await store.changeSettings({ stockBuffer: 2, every: '12h' });
    await store.latestChanges.enable({ force: true });
    await store.latestChanges.disable();
    await store.latestChanges.enable({ force: true });
    await store.test();
    await store.pause('stocktaking');
    await store.resume();
    await store.resealCredentials();
    return entityOf(world);
  },
  // Goes on with the same run, to its end.
  'integration-asked-refused-rotated-disconnected': async (world) => {
    const { client, shop, store } = world;
    await ask(world, ['MUG-ENAMEL', 'ROPE']);
    const [question] = await store.questions();
    await store.answer(question?.id ?? '', 'approve');
    await ask(world, ['KETTLE-CAMP']);
    const open = (await store.questions()).find(({ answer }) => answer === undefined);
    await store.answer(open?.id ?? '', 'refuse');

    const { apiToken } = shop.sandbox.control.access({ token: true });
    await store.test();
    await until('the refusal', async () => (await store.status()).stage === 'needs-credentials');
    await store.rotateCredentials({ bigcommerce: { apiToken } });
    world.takes(apiToken);
    await until('the end of the refusal', async () => (await store.status()).stage === 'live');

    await store.disconnect();
    await client.workflow.getHandle(entityOf(world).id).result();
    return entityOf(world);
  },
  'integration-connected-again': async (world) => {
    await world.store.connect(world.credentials);
    await world.store.shipping.link({ method: 'By sea', code: 'SEA' });
    return entityOf(world);
  },
  // Goes on with the same run.
  'integration-told-of-trouble': async (world) => {
    const { client } = world;
    const entity = client.workflow.getHandle(entityOf(world).id);
    const failing = {
      leg: 'myogoStock',
      since: new Date().toISOString(),
      type: 'Unavailable',
      message: 'away',
    } as const;
    const heard = () => countOf(world, entityOf(world), 'workflowExecutionSignaledEventAttributes');
    const before = await heard();
    await entity.signal(integrationMessages.legsSeen, { of: 'latest-changes', failing: [failing], triesAgain: true });
    await entity.signal(integrationMessages.legsSeen, { of: 'latest-changes', failing: [] });
    await until('both words', async () => (await heard()) >= before + 2);
    // It answers once it has taken them.
    await entity.query(integrationMessages.status);
    return entityOf(world);
  },
};

/** As a run of latest changes does it: these zeros wait for a person. */
async function ask(world: LivesWorld, due: readonly string[]): Promise<void> {
  const { client, store } = world;
  const before = (await store.questions()).length;
  const entity = client.workflow.getHandle(entityOf(world).id);
  await entity.signal(integrationMessages.reportDue, { kind: 'stock-brake', due, over: [] });
  await until('the question', async () => (await store.questions()).length > before);
}
