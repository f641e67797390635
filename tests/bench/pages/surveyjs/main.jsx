// The form library with its default theme. The style without fonts, because the other one fetches
// them from a third party: this way the page is lighter than its default, never heavier.

import { createRoot } from 'react-dom/client';
import { Model } from 'survey-core';
import { Survey } from 'survey-react-ui';
import 'survey-core/survey-core.fontless.min.css';
import json from 'checklist-model';

createRoot(document.getElementById('root')).render(<Survey model={new Model(json)} />);
