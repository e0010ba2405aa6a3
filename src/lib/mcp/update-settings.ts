/** The tool `update_settings`: how the assistant looks and speaks, and which sites may show it. */
import { branding, brandingBody } from '#lib/contracts/branding.ts';
import { defineTool } from './tool.ts';

export const updateSettings = defineTool({
  name: 'update_settings',
  title: 'Change the assistant’s settings',
  description:
    'Changes name, colours, tone, texts, position, theme, language and allowed sites of the chat widget. Give only ' +
    'the fields to change; null takes a text or colour back to its default. `allowed_origins` replaces the whole ' +
    'list. Answers with all settings after the change; call it without fields to read them.',
  scope: 'trial:write',
  limits: ['mcp-update-settings'],
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  input: brandingBody,
  output: branding,
  run: (app, caller, input) => app.updateBranding(caller, input),
  text: (settings) =>
    Object.entries(settings)
      .map(([name, value]) => `${name}: ${[value ?? 'default'].flat().join(', ') || 'none'}`)
      .join('\n'),
});
