import type { Locator, Page } from 'playwright-core';

/** A form's answer: accepted, or the words of its refusal. */
type Sent = { readonly refused?: string };

/** The pages of the Temporal Web UI as an operator uses them: by what they show, and not by how they are built. */
export class TemporalPages {
  readonly page: Page;
  readonly #base: string;

  constructor(page: Page, uiUrl: string, namespace: string) {
    this.page = page;
    this.#base = `${uiUrl}/namespaces/${namespace}`;
  }

  async openList(): Promise<void> {
    await this.page.goto(`${this.#base}/workflows`);
    await this.page.getByRole('button', { name: 'Add Filter' }).waitFor();
  }

  /** Types a query into the list's own field. */
  async search(query: string): Promise<void> {
    const field = this.page.getByPlaceholder('Enter a query');
    if (!(await field.isVisible())) await this.page.getByTestId('toggle-manual-query').click();
    await field.fill(query);
    await this.page.getByRole('button', { name: 'Search', exact: true }).click();
  }

  /** The ids of the listed runs. */
  async listed(): Promise<readonly string[]> {
    const links = await this.page.locator('tbody').getByRole('link').allInnerTexts();
    return links.map((text) => text.trim()).filter((text) => /^[a-z-]+:/.test(text));
  }

  /** Asks the list again: it lags behind the runs. */
  async refresh(): Promise<readonly string[]> {
    await this.page.getByRole('button', { name: 'Refresh' }).click();
    return this.listed();
  }

  /** Saves the list's query under a name. */
  async saveView(name: string): Promise<void> {
    await this.page.getByText('Save as New', { exact: true }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(name);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** Opens a saved view from its menu. */
  async openView(name: string): Promise<void> {
    await this.page.getByTestId('saved-views-button').click();
    await this.page.getByRole('menuitem', { name }).click();
  }

  async openListed(workflowId: string): Promise<void> {
    await this.page.getByRole('link', { name: workflowId, exact: true }).first().click();
    await this.#openMetadata();
  }

  async open(workflowId: string): Promise<void> {
    await this.page.goto(`${this.#base}/workflows/${encodeURIComponent(workflowId)}`);
    await this.#openMetadata();
  }

  /** What *User Metadata* shows now: the summary, and the current details. */
  async metadata(): Promise<string> {
    await this.page.keyboard.press('r');
    const frames = this.page.locator('iframe');
    const texts: string[] = [];
    for (let at = 0; at < (await frames.count()); at += 1) {
      texts.push(await frames.nth(at).contentFrame().locator('body').innerText());
    }
    return texts.join('\n');
  }

  /** Words of the current details that are meant to be copied into a form. */
  async wordsToCopy(): Promise<readonly string[]> {
    return this.page.locator('iframe').last().contentFrame().locator('code').allInnerTexts();
  }

  sendUpdate(name: string, data?: string): Promise<Sent> {
    return this.#send('Send an Update', 'update', name, data);
  }

  sendSignal(name: string, data?: string): Promise<Sent> {
    return this.#send('Send a Signal', 'signal', name, data);
  }

  /** Fills a form and leaves it open. */
  async fillUpdate(name: string, data: string): Promise<Locator> {
    return this.#fill('Send an Update', 'update', name, data);
  }

  /** *Schedules › … › Trigger*. */
  async triggerSchedule(scheduleId: string): Promise<void> {
    await this.page.goto(`${this.#base}/schedules/${encodeURIComponent(scheduleId)}`);
    await this.page.getByRole('button', { name: 'Schedule Actions' }).click();
    await this.page.getByRole('menuitem', { name: 'Trigger' }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByTestId('confirm-modal-button').click();
    await dialog.waitFor({ state: 'hidden' });
  }

  async openSchedules(): Promise<void> {
    await this.page.goto(`${this.#base}/schedules`);
    await this.page.getByRole('button', { name: 'Add Filter' }).waitFor();
  }

  /** A row's text, for example of a schedule. */
  async row(word: string): Promise<string> {
    return this.page.locator('tr').filter({ hasText: word }).first().innerText();
  }

  async #openMetadata(): Promise<void> {
    await this.page.getByRole('button', { name: 'More Actions' }).waitFor();
    await this.page.getByText('User Metadata', { exact: true }).first().click();
    await this.page.getByText('Current Details', { exact: true }).waitFor();
  }

  async #fill(menu: string, kind: string, name: string, data: string | undefined): Promise<Locator> {
    await this.page.getByRole('button', { name: 'More Actions' }).click();
    await this.page.getByRole('menuitem', { name: menu }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByTestId(`${kind}-select-button`).click();
    // An option is a name, and below it what the run says of it.
    const option = dialog.getByRole('option').filter({ has: this.page.getByText(name, { exact: true }) });
    await option.click();
    if (data !== undefined) {
      const field = dialog.getByRole('textbox', { name: 'Data' });
      await field.fill(data);
      // Leaving the field lays its text out anew, and moves the button below it.
      await field.blur();
      await dialog.getByText('Single JSON payload supported.').click();
    }
    return dialog;
  }

  async #send(menu: string, kind: string, name: string, data: string | undefined): Promise<Sent> {
    const dialog = await this.#fill(menu, kind, name, data);
    await dialog.getByTestId('confirm-modal-button').click();
    const alert = dialog.locator('[role=alert]').filter({ hasText: /\w/ }).first();
    await Promise.race([dialog.waitFor({ state: 'hidden' }), alert.waitFor()]);
    if (!(await dialog.isVisible())) return {};
    const refused = await alert.innerText();
    await dialog.getByTestId('cancel-modal-button').click();
    return { refused };
  }
}
