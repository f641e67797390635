// One item of the checklist: its line in the list, and the panel when it is open.
export class Item {
  constructor(page, id) {
    this.page = page;
    this.id = id;
    this.link = page.locator(`[id="open-${id}"]`);
    this.line = page.locator('.checklist .item').filter({ has: this.link });
    this.steps = this.line.getByRole('radio');
    this.chosen = this.line.locator('[role=radio][aria-checked=true]');
    this.state = this.line.locator('.item__foot .state');
    this.panel = page.locator('.panel').filter({ has: page.locator('#panel-h', { hasText: id }) });
    this.panelSteps = this.panel.getByRole('radio');
    this.note = this.panel.getByTestId('note');
    this.privateNote = this.panel.getByTestId('private-note');
    this.na = this.panel.getByTestId('na');
    this.naReason = this.panel.getByTestId('na-reason');
    this.pieces = this.panel.getByTestId('piece');
    this.documents = this.pieces.filter({ has: page.getByTestId('ev-number') });
    this.links = this.pieces.filter({ has: page.getByTestId('ev-url') });
    this.fault = this.panel.getByTestId('ev-fault');
    this.close = this.panel.getByTestId('close');
  }

  step(value) {
    return this.line.locator(`[data-step="${value}"]`);
  }

  async addDocument({ title, number = '', date = '' }) {
    await this.panel.getByTestId('add-document').click();
    const piece = this.documents.last();
    await piece.getByTestId('ev-title').fill(title);
    if (number) await piece.getByTestId('ev-number').fill(number);
    if (date) await piece.getByTestId('ev-date').fill(date);
    return piece;
  }

  async addLink(url) {
    await this.panel.getByTestId('add-link').click();
    const piece = this.links.last();
    await piece.getByTestId('ev-url').fill(url);
    return piece;
  }

  /** Adds files by the picker; `files` as `setInputFiles` takes them. */
  async addFiles(files) {
    await this.panel.getByTestId('add-file').setInputFiles(files);
  }
}
