// The app as a person sees it: its pages, and what one does there.
import { expect } from '@playwright/test';
import { handedOut } from './downloads.mjs';
import { Item } from './item.mjs';

export class App {
  constructor(page) {
    this.page = page;
    this.heading = page.getByRole('heading', { level: 1 });
    this.save = page.getByTestId('save').first();
    this.saveNotice = page.getByTestId('save-notice');
    this.toast = page.getByTestId('toast');
    this.total = page.getByTestId('total');
    this.gates = page.getByTestId('gates');
    this.ways = page.getByTestId('ways');
    this.said = page.getByTestId('said');
    this.items = page.locator('.checklist .item');
    this.undo = page.getByTestId('undo');
    this.redo = page.getByTestId('redo');
    this.update = page.getByTestId('update');
    this.results = page.getByTestId('result');
    this.unitRows = page.getByTestId('unit-row');
    this.submission = page.getByTestId('submission');
    this.copied = page.getByTestId('copied');
  }

  /** Opens an address of the app: `#/gui`, or nothing for the first page. */
  async open(hash = '') {
    await this.page.goto(`./${hash}`);
    // What the page brings is on the screen before the app is.
    await expect(this.page.locator('#shell')).toHaveCount(0, { timeout: 30_000 });
    await expect(this.heading).toBeVisible();
  }

  /** A first visit that names the unit; ends on the checklist, saved. */
  async begin(name = 'Đoàn phường An Cư', { mode, upper, hash = '' } = {}) {
    await this.open(hash);
    await this.page.getByTestId('unit-name').fill(name);
    if (upper) await this.page.getByTestId('unit-upper').fill(upper);
    if (mode) await this.page.getByTestId('mode').selectOption(mode);
    await this.page.getByTestId('begin').click();
    await expect(this.items.first()).toBeVisible();
    await this.saved();
  }

  /** The person says for whom this browser receives: a unit of theirs, by name. */
  async speakFor(name) {
    await this.open('#/don-vi');
    await this.page.getByTestId('office-choice').filter({ hasText: name }).click();
    await expect(this.page.getByTestId('office')).toContainText(name);
  }

  /** Everything is on the disk, as the app says. */
  async saved() {
    await expect(this.save).toHaveAttribute('data-state', 'saved');
  }

  /** Goes to a page by its tab. */
  async tab(name) {
    await this.page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
  }

  item(id) {
    return new Item(this.page, id);
  }

  /** Opens an item by its address and waits until it is drawn. */
  async openItem(id) {
    await this.open(`#/tu-cham/${id}`);
    const item = this.item(id);
    await expect(item.panel).toBeVisible();
    return item;
  }

  /** Answers items with their first, best step. */
  async answer(...ids) {
    for (const id of ids) await this.item(id).steps.first().click();
    await this.saved();
  }

  /** Freezes on the page "send"; the next file is ready then. */
  async freeze() {
    await this.open('#/gui');
    const ready = this.page.getByTestId('ready');
    await this.page.getByTestId('freeze').click();
    await expect(ready).toBeVisible({ timeout: 30_000 });
    return ready;
  }

  /** Opens the form for a server; a page that may talk to no new one is opened anew by its button. */
  async openServerForm() {
    await this.open('#/o-chung/webdav');
    const [address, reopen] = ['address', 'reopen'].map((name) => this.page.getByTestId(name));
    await expect(address.or(reopen)).toBeVisible();
    if (await reopen.isVisible()) await reopen.click();
    await expect(address).toBeVisible({ timeout: 30_000 });
  }

  /** Downloads the file that is ready: its name and bytes. */
  async download(button = this.page.getByTestId('download')) {
    return handedOut(this.page, () => button.click());
  }

  async freezeAndDownload() {
    await this.freeze();
    return this.download();
  }

  async backup() {
    await this.open('#/them');
    await this.page.getByTestId('backup').click();
    const ready = this.page.getByTestId('backup-ready');
    await expect(ready).toBeVisible({ timeout: 30_000 });
    return this.download(ready.getByTestId('download'));
  }

  /** Pastes a text into a field, as from Excel. To type it line by line (`fill`) takes Chromium ten seconds. */
  async paste(field, text) {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await field.focus();
    await this.page.keyboard.press('ControlOrMeta+V');
  }

  /** Takes files in by the picker; `files` as `setInputFiles` takes them. */
  async receive(files) {
    await this.open('#/nhan');
    await this.page.getByTestId('pick').setInputFiles(files);
  }

  /** Says yes to the file that waits, and waits until it is in. */
  async takeIn() {
    await this.page.getByTestId('take').click({ timeout: 30_000 });
    await expect(this.results.filter({ hasText: 'Máy khác của đơn vị' }).first()).toBeVisible({ timeout: 30_000 });
  }

  /** Takes a backup back; `compared`: the person compared the words of the device that made it. */
  async restore({ name, bytes }, { compared = false } = {}) {
    await this.receive({ name, mimeType: 'application/octet-stream', buffer: bytes });
    // Nothing is agreed to before it is shown.
    const restore = this.page.getByTestId('restore');
    await expect(restore).toBeEnabled({ timeout: 30_000 });
    if (compared) {
      await this.page.getByTestId('restore-compared').check();
      await expect(restore).toBeEnabled();
    }
    await restore.click();
    await expect(this.page.getByTestId('unit')).toBeVisible();
  }
}
