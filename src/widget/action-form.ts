/** A button for what the assistant can do, then a small form, and only then the doing. */
import type { Client } from './client.ts';
import { element } from './element.ts';
import { isFailure } from './failure.ts';
import type { Action, ActionField } from './turn.ts';
import type { Words } from './words.ts';

const VALUE_MAX_CHARS = '2000';

type Input = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function inputFor(field: ActionField): Input {
  const common = { class: 'field', name: field.name, required: field.required };
  if (field.type === 'select') {
    const options = (field.options ?? []).map((option) => element('option', { value: option }, option));
    const select = element('select', common, element('option', { value: '' }, '—'), ...options);
    select.value = field.value ?? '';
    return select;
  }
  const made =
    field.type === 'textarea'
      ? element('textarea', { ...common, maxlength: VALUE_MAX_CHARS })
      : element('input', { ...common, type: field.type, maxlength: VALUE_MAX_CHARS });
  if (field.type === 'number') made.setAttribute('step', 'any');
  made.value = field.value ?? '';
  return made;
}

const toValue = ({ type }: ActionField, value: string) => (type === 'number' ? Number(value) : value);

export interface ActionContext {
  client: Client;
  words: Words;
  requestId: string;
  /** Says it to those who listen. */
  announce(text: string): void;
}

export function actionForm(
  action: Action,
  { client, words, requestId, announce }: ActionContext,
): HTMLElement {
  const box = element('div', { class: 'action' });
  const begin = element('button', { type: 'button', class: 'plain', onclick: () => show() }, action.title);
  const reason = element('p', { class: 'notice' }, action.reason);
  box.append(reason, begin);

  function show(): void {
    const inputs = action.fields.map((field) => ({ field, input: inputFor(field) }));
    const wrong = element('p', { class: 'wrong', role: 'alert', hidden: true });
    const submit = element('button', { type: 'submit', class: 'filled' }, action.title);
    const cancel = element('button', { type: 'button', class: 'plain', onclick: () => hide() }, words.cancel);
    // The same try is done once, however often it is sent; another content is another try.
    let key = crypto.randomUUID();
    const form = element(
      'form',
      {
        oninput: () => {
          key = crypto.randomUUID();
        },
        onsubmit: (event) => {
          event.preventDefault();
          void run();
        },
      },
      ...inputs.map(({ field, input }) =>
        element(
          'label',
          {},
          element(
            'span',
            {},
            field.label,
            ...(field.required ? [] : [' ', element('i', {}, `(${words.optional})`)]),
          ),
          input,
        ),
      ),
      wrong,
      element('div', { class: 'row' }, submit, cancel),
    );
    box.replaceChildren(reason, form);
    (inputs[0]?.input ?? submit).focus();

    async function run(): Promise<void> {
      const given = inputs.filter(({ input }) => input.value.trim() !== '');
      const input = Object.fromEntries(
        given.map((one) => [one.field.name, toValue(one.field, one.input.value.trim())]),
      );
      for (const button of [submit, cancel]) button.disabled = true;
      submit.textContent = words.sending;
      wrong.hidden = true;
      try {
        const message = await client.runTool({ tool: action.tool, input, requestId }, key);
        const done = element('p', { tabindex: '-1' }, message);
        box.replaceChildren(done);
        done.focus();
        announce(message);
      } catch (error) {
        submit.textContent = action.title;
        for (const button of [submit, cancel]) button.disabled = false;
        wrong.textContent = (isFailure(error) && (error.detail ?? words[error.kind])) || words.failed;
        wrong.hidden = false;
      }
    }
  }

  function hide(): void {
    box.replaceChildren(reason, begin);
    begin.focus();
  }
  return box;
}
