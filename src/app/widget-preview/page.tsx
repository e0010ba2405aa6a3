/** The widget as visitors will see it, for a frame on one of our own pages that sends it its settings. */
import { WidgetPreview } from '#ui/preview/widget-preview.tsx';

export default function Page() {
  return <WidgetPreview />;
}
