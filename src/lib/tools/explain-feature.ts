/** Explains a function of a product from the documents. */
import { z } from 'zod';
import { searchDocuments } from './search-documents.ts';
import { defineTool, field } from './tool.ts';

export const explainFeature = defineTool({
  name: 'explain_feature',
  title: 'Explain a feature',
  description: 'Explains what a function of the product does and how it is used, from the documents.',
  kind: 'documents',
  endpoint: 'none',
  input: z.strictObject({ feature: field(z.string().trim().min(1).max(200), 'Which feature?') }),
  evidence: [
    'Automations run when a rule matches.',
    'Open Settings and choose Import to load a CSV file.',
    'The API lets your own programs create entries.',
    'Reports show charts of how long tasks take.',
    'Single sign-on and roles limit what a user may see.',
    'To reset the device, hold the button for ten seconds.',
    'Eco mode saves energy when nobody is at home.',
    'Schedules are edited in the app.',
    'The thermostat learns when you are at home and lowers the temperature.',
    'The mobile app shows notifications and can be unlocked with a fingerprint.',
    'Shared folders let a team use the same entries.',
    'Bank statements are imported and matched to invoices automatically.',
    'The camera recognises faces and records when something moves.',
    'Press Ctrl and K to search; the sidebar lists your documents.',
  ],
  intents: [
    'How does this feature work?',
    'What does eco mode do?',
    'How do I export my data?',
    'Does the app support single sign-on?',
    'How do I reset the device?',
    'What is the difference between the two modes?',
    'Where do I find the settings for notifications?',
    'Can it be set up to run automatically?',
    'How do I install it?',
    'How do I invite a colleague?',
    'What is this button for?',
  ],
  run: (ports, run, { feature }) => searchDocuments(ports, run, `How does ${feature} work?`),
});
