import type { ComponentType } from 'react'
import { Buttons } from '@/components/dev/buttons'
import { SparkLines, TimeCharts } from '@/components/dev/charts'
import type { Shown } from '@/components/dev/exhibit'
import { Checkboxes, Inputs, Selects, Textareas } from '@/components/dev/fields'
import { FormFeet, PasswordFields, RemoveButtons, TextFields } from '@/components/dev/forms'
import { Disclosures, Heads, Sections, TabLists } from '@/components/dev/layout'
import { Dialogs, Menus } from '@/components/dev/overlays'
import { Skeletons } from '@/components/dev/skeletons'
import { Tables } from '@/components/dev/tables'
import { CodeBlocks, CopyButtons, Times } from '@/components/dev/texts'
import { Badges, EmptyStates, Notices, Statuses } from '@/components/dev/words'

const of = (title: string, Content: ComponentType, files: readonly string[], use: string) => ({
  shown: { title, files, use } satisfies Shown,
  Content,
})

/** Everything there is, in the order of how often it is needed. */
export const catalogue = [
  of(
    'Button',
    Buttons,
    ['ui/button'],
    'For what can be done here: one primary a view, and danger for what ends something.',
  ),
  of(
    'Field and input',
    Inputs,
    ['ui/field', 'ui/input'],
    'For one line of text; the field carries label, hint and error.',
  ),
  of('Select', Selects, ['ui/input'], 'For one of a few that are known; the browser draws the list.'),
  of('Textarea', Textareas, ['ui/input'], 'For text of several lines, such as pasted variables.'),
  of('Checkbox', Checkboxes, ['ui/input'], 'For a yes or no that is saved with the form around it.'),
  of(
    'Text field',
    TextFields,
    ['forms/text-field'],
    'For a field that a form keeps in its state; a unit stands in the box.',
  ),
  of(
    'Password field',
    PasswordFields,
    ['forms/password-field', 'forms/strength-meter'],
    'For a password, and how strong it is where one is chosen.',
  ),
  of('Form foot', FormFeet, ['forms/form-foot'], 'For the end of every form: what was refused, and the buttons.'),
  of(
    'Remove button',
    RemoveButtons,
    ['forms/remove-button'],
    'For taking one entry out of a list; the second press does it.',
  ),
  of(
    'Dialog',
    Dialogs,
    ['ui/dialog'],
    'For a question that must be answered before anything else; press a button to see it.',
  ),
  of('Menu', Menus, ['ui/menu'], 'For a few things to do that are needed too seldom for buttons of their own.'),
  of('Status mark', Statuses, ['ui/status-mark'], 'For how something stands: by shape, colour and word together.'),
  of('Badge', Badges, ['ui/status-mark'], 'For a word about a thing that is not its status.'),
  of(
    'Notice',
    Notices,
    ['ui/notice'],
    'For a sentence that must not be overlooked; bad only when users are being hurt.',
  ),
  of(
    'Empty state',
    EmptyStates,
    ['ui/empty-state'],
    'For a list with nothing in it: what would be here, and the next step.',
  ),
  of('Page head', Heads, ['ui/section'], 'For the top of every page: its one title, a sentence, what can be done.'),
  of('Section', Sections, ['ui/section'], 'For a part of a page, under a hairline instead of in a box.'),
  of(
    'Tabs',
    TabLists,
    ['ui/tabs'],
    'For a few views of one thing in one place; pages with addresses have links instead.',
  ),
  of(
    'Disclosure',
    Disclosures,
    ['ui/disclosure'],
    'For what most people need not see; the summary says what is inside.',
  ),
  of(
    'Table',
    Tables,
    ['ui/table', 'ui/row-link'],
    'For things of one kind to be compared, each a link to its page; on a phone each row is a small block.',
  ),
  of('Skeleton', Skeletons, ['ui/skeleton'], 'For the time until data comes, in the shape it will have.'),
  of('Code block', CodeBlocks, ['ui/code-block'], 'For machine text to take along, as a block or within a sentence.'),
  of(
    'Copy button',
    CopyButtons,
    ['ui/copy-button'],
    'For text that people would otherwise have to select; press it to see what it says.',
  ),
  of('Time', Times, ['ui/time'], 'For every moment: relative, with the exact one on hover and focus.'),
  of(
    'Time chart',
    TimeCharts,
    ['charts/time-chart', 'charts/chart-marks', 'charts/figures-table'],
    'For values over time, with deployments as marks; the arrow keys move the cursor.',
  ),
  of(
    'Spark line',
    SparkLines,
    ['charts/spark-line'],
    'For the last hour in the width of a word, beside the figures it illustrates.',
  ),
]
