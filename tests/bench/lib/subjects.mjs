// The pages under test. Each says where its files are and how an answer control is recognised:
//   control  selector of every answer control
//   group    selector of what one item's controls share (taps go to different items)
//   state    what tells that a control is on: a DOM property, a selector, a class on an
//            ancestor, or a text that changes with every tap
//   whole    where a page goes on loading behind its first answer: the element, and the text in
//            it, that show that everything is there and the answer is kept
//   target   the ancestor that a finger would hit, where the control itself is hidden

import { join } from 'node:path';
import { bench, out, root } from './paths.mjs';

export const subjects = [
  {
    key: 'ours',
    name: 'Ba Chủ Động',
    dir: join(root, 'dist'),
    path: '/#/thu',
    offline: true,
    // The browser's own controls until the app is there, then the app's.
    control: '.early [type=radio], [role=radio][data-step]',
    group: '[role=radiogroup]',
    state: { matches: ':checked, [aria-checked="true"]' },
    // The first answer was given before the app was there: the score must have it.
    whole: { selector: '[data-testid=total]', text: '^[1-9]' },
  },
  {
    key: 'plain',
    name: 'plain HTML',
    dir: join(out, 'plain'),
    path: '/',
    control: 'input[type=radio]',
    group: 'fieldset',
    state: { property: 'checked' },
  },
  {
    key: 'surveyjs',
    name: 'SurveyJS 2',
    dir: join(out, 'surveyjs'),
    path: '/',
    control: 'input[type=radio]',
    group: '[role=radiogroup]',
    state: { ancestor: '.sd-item', class: 'sd-item--checked' },
    target: '.sd-item',
  },
  {
    key: 'hello',
    name: 'Leptos hello',
    dir: join(out, 'hello'),
    path: '/',
    control: 'button',
    group: 'body',
    state: { text: true },
  },
];

// What the page side needs; the rest of a subject stays in Node.
export const forPage = ({ control, group, state, target, whole }) => ({ control, group, state, target, whole });

export const sourcesOf = { hello: join(bench, 'hello'), surveyjs: join(bench, 'pages/surveyjs') };
