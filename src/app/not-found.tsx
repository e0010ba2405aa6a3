/** What a wrong address shows. */
export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-3 px-6">
      <p className="font-mono text-sm text-quiet">404</p>
      <h1 className="text-2xl font-semibold tracking-tight">There is no page at this address.</h1>
      <p>
        <a href="/" className="text-brass underline underline-offset-4">
          Go to the front desk
        </a>
      </p>
    </main>
  );
}
