/** What a page of ours and the preview in its frame say to each other, as `postMessage` within one origin. */
import type { WidgetConfig } from '#lib/contracts/widget.ts';
import type { Session } from './client.ts';

/** From the frame: it listens now; it needs a session (`POST /api/trial/widget/preview`), which the page opens for it. */
export type FromPreview = { type: 'frontdesk:preview-ready' } | { type: 'frontdesk:session-wanted' };

/** To the frame; the widget changes with every `config`. `session` null says that there is none. */
export type ToPreview =
  | { type: 'frontdesk:config'; config: WidgetConfig }
  | { type: 'frontdesk:session'; session: Session | null };
