// The assessment fills itself: a proposal with its working, which a person takes or leaves.
import { expect, test } from './support/test.mjs';
import { addBranches, meet } from './support/year.mjs';

test('meetings become a proposal with its working; a tap takes it, an answer is never changed', async ({ app, page }) => {
  await page.clock.setFixedTime(new Date('2026-03-20T09:00:00+07:00'));
  await app.begin();
  await addBranches(app, ['Chi đoàn A']);
  for (const date of ['2026-01-10', '2026-02-10', '2026-03-10']) await meet(app, 'Chi đoàn A', { date });
  await app.open('#/tu-cham');
  const { line } = app.item('2.3.1');
  const proposal = line.getByTestId('proposal');
  await expect(proposal).toContainText('3/3', { timeout: 20_000 });
  // Proposed is not answered.
  await expect(app.item('2.3.1').chosen).toHaveCount(0);
  await proposal.getByRole('button').click();
  await expect(app.item('2.3.1').chosen).toHaveCount(1);
  // The person says otherwise, and goes on noting: the answer stays.
  await app.item('2.3.1').steps.last().click();
  const said = await app.item('2.3.1').chosen.getAttribute('data-step');
  await app.saved();
  await meet(app, 'Chi đoàn A', { date: '2026-03-18' });
  await app.open('#/tu-cham');
  await expect(app.items.first()).toBeVisible();
  await expect(app.item('2.3.1').chosen).toHaveAttribute('data-step', said);
});
