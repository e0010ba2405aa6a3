/** A picture, in text, of a question, its answer and the passage behind it; plainly called an example. */
export function ExampleExchange() {
  return (
    <figure className="overflow-hidden rounded-xl border bg-surface">
      <figcaption className="border-b px-5 py-2.5 text-[0.8125rem] text-quiet">
        Example: a guesthouse with one uploaded file
      </figcaption>
      <div className="grid gap-4 px-5 py-5 text-sm">
        <p className="ml-auto w-fit max-w-[85%] rounded-lg bg-subtle px-3.5 py-2">How late can I check in?</p>
        <p className="max-w-[95%] text-[0.9375rem] leading-6">
          Check-in is from 15:00 to 22:00; after 22:00 a key box with a code is ready for you.{' '}
          <span className="rounded-sm bg-brass-soft px-1.5 py-0.5 text-[0.75rem] font-medium text-brass">
            1
          </span>
        </p>
        <blockquote className="rounded-lg border px-3.5 py-3 leading-6 text-quiet">
          <p className="mb-1 text-[0.8125rem] font-medium text-foreground">
            house-rules.pdf › Arrival · page 2
          </p>
          The front door is locked at night.{' '}
          <mark className="text-foreground">
            Check-in is from 15:00 to 22:00; after 22:00 a key box with a code is ready for you.
          </mark>{' '}
          The code is sent on the day.
        </blockquote>
      </div>
    </figure>
  );
}
