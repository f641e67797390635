// The pages under test. Each says where its files are and how an answer control is recognised:
//   control  selector of every answer control
//   group    selector of what one item's controls share (taps go to different items)
//   state    what tells that a control is on: a DOM property, an attribute's value, a class on an
//            ancestor, or a text that changes with every tap
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
    control: '[role=radio][data-step]',
    group: '[role=radiogroup]',
    state: { attribute: 'aria-checked', value: 'true' },
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
export const forPage = ({ control, group, state, target }) => ({ control, group, state, target });

export const sourcesOf = { hello: join(bench, 'hello'), surveyjs: join(bench, 'pages/surveyjs') };
