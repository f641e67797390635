// A pack as it is written: beginning a draft, opening its parts.
import { expect } from '@playwright/test';

/** Opens a part of the draft by its line in the outline. */
export async function openPart(page, line) {
  await closePart(page);
  await page.getByTestId(line).click();
  await expect(page.locator('#part-h')).toBeVisible();
}

/** Closes the part that is open; on a phone it covers the outline. */
export async function closePart(page) {
  const close = page.getByTestId('part-close');
  if (await close.isVisible()) await close.click();
  await expect(close).toHaveCount(0);
}

/** Begins a draft from what ships with the app and names it; its first part is open then. */
export async function beginDraft(page, name) {
  await page.goto('./#/soan-bo-huong-dan');
  await page.getByTestId('draft-shipped').click();
  await openPart(page, 'pack-head');
  await page.getByTestId('pack-name').fill(name);
}
