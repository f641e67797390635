// The pages under test. Each says where its files are and what a person does on it, in steps:
//   name     what the step is called in the tables
//   control  selector of what is tapped or typed in: the first that can be seen
//   target   the ancestor that a finger would hit, where the control itself is hidden
//   text     what is typed; without it the control is tapped
//   on       what tells that the control is on; without it, its text has to change
//   shows    the step is done when this can be seen, instead; `holds`: and has this text in it
// The page is usable when the first step is on the screen, and whole when the last one is.
//   group    selector of what one item's controls share: later taps go to different items
//   warm     the pages of the second visit

import { join } from 'node:path';
import { bench, out, root } from './paths.mjs';

const name = 'Đoàn phường An Cư';
const title = 'Biên bản sinh hoạt tháng 9';
const field = '.early [name=unit-name], [data-testid=unit-name]';
const paper = '.panel [data-testid=ev-title]';

const letter = { name: 'a letter in the name', control: field, text: name.slice(0, 1) };

// The main job. What needs the program waits for it, as a person would.
export const job = [
  letter,
  { name: 'the name is typed', control: field, text: name.slice(1), shows: field, holds: name },
  {
    name: 'begun: the checklist',
    control: '.early [data-twin*="=\\"begin\\""], [data-testid=begin]',
    target: 'label, button',
    shows: '[id="open-1.2.1"]',
  },
  { name: 'item 1.2.1 opened', control: '[id="open-1.2.1"]', shows: '#panel-h', holds: '1\\.2\\.1' },
  { name: 'a document is added', control: '.panel [data-testid=add-document]', shows: paper },
  { name: 'its title is typed', control: paper, text: title, shows: paper, holds: title },
];

const answer = { control: 'input[type=radio]', on: ':checked' };

export const warm = [
  {
    key: 'warmHome',
    name: 'home',
    path: '/',
    steps: [{ control: 'details.fold > summary', on: '[open] > summary' }],
  },
  {
    key: 'warmChecklist',
    name: 'checklist',
    path: '/#/tu-cham',
    steps: [{ control: '[role=radio][data-step]', on: '[aria-checked="true"]' }],
  },
  { key: 'warmPlan', name: 'plan', path: '/#/ke-hoach', steps: [{ control: '[data-testid=task-state]' }] },
];

export const subjects = [
  {
    key: 'ours',
    name: 'Ba Chủ Động, sample’s checklist',
    dir: join(root, 'dist'),
    path: '/#/thu',
    group: '[role=radiogroup]',
    steps: [
      // The browser's own controls until the app is there, then the app's.
      {
        control: '.early [type=radio], [role=radio][data-step]',
        target: 'label, [role=radio]',
        on: ':checked, [aria-checked="true"]',
      },
      // The first answer was given before the app was there: the score must have it.
      { shows: '[data-testid=total]', holds: '^[1-9]' },
    ],
  },
  {
    key: 'plain',
    name: 'plain HTML, checklist',
    dir: join(out, 'plain'),
    path: '/',
    group: 'fieldset',
    steps: [answer],
  },
  {
    key: 'start',
    name: 'Ba Chủ Động, start form',
    dir: join(root, 'dist'),
    path: '/',
    steps: job,
    warm,
  },
  {
    key: 'form',
    name: 'plain HTML, start form',
    dir: join(out, 'plain'),
    path: '/form.html',
    steps: [{ ...letter, control: '[name=unit-name]' }],
  },
  {
    key: 'surveyjs',
    name: 'SurveyJS 2, checklist',
    dir: join(out, 'surveyjs'),
    path: '/',
    group: '[role=radiogroup]',
    steps: [{ ...answer, target: '.sd-item', on: '.sd-item--checked *' }],
  },
  {
    key: 'hello',
    name: 'Leptos hello',
    dir: join(out, 'hello'),
    path: '/',
    group: 'body',
    steps: [{ control: 'button' }],
  },
];

export const isOurs = ({ key }) => key === 'ours' || key === 'start';

export const sourcesOf = { hello: join(bench, 'hello'), surveyjs: join(bench, 'pages/surveyjs') };
