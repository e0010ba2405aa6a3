/**
 * Dialogs and side sheets: focus goes in, stays in, and comes back to where it was.
 * The backdrop is our own element: Radix's injects a style element, which a strict CSP refuses.
 */
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { Button } from './button.tsx';
import { cn } from './class-names.ts';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  /** `sheet` comes from the side and is as tall as the window. */
  shape?: 'dialog' | 'sheet';
  /** Something destructive is being confirmed. */
  alert?: boolean;
  children?: ReactNode;
  footer?: ReactNode;
}

const SHAPES = {
  dialog:
    'inset-x-3 top-[8dvh] mx-auto max-h-[84dvh] max-w-lg rounded-xl border animate-enter sm:top-[14dvh] sm:max-h-[72dvh]',
  sheet: 'inset-y-0 right-0 w-full max-w-xl border-l animate-slide-in',
};

export function Dialog({
  open,
  onClose,
  title,
  description,
  shape = 'dialog',
  alert,
  children,
  footer,
}: DialogProps) {
  const opener = useRef<Element | null>(null);
  return (
    <Radix.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Radix.Portal>
        <div data-overlay="" aria-hidden className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          aria-modal
          role={alert ? 'alertdialog' : 'dialog'}
          onOpenAutoFocus={() => {
            opener.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const back = opener.current;
            // What opened it may have gone with what was done in it.
            if (back instanceof HTMLElement && back.isConnected) back.focus();
            else document.querySelector<HTMLElement>('h1[tabindex]')?.focus();
          }}
          className={cn(
            'fixed z-50 flex flex-col border-line bg-surface shadow-2xl focus:outline-none',
            SHAPES[shape],
          )}
        >
          <header className={cn('flex items-start gap-3 px-5 py-4', children ? 'border-b' : 'pb-1')}>
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-base font-semibold break-words">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="mt-0.5 text-sm break-words text-quiet">
                  {description}
                </Radix.Description>
              ) : null}
            </div>
            {/* A question is answered by its own buttons, the harmless one first. */}
            {alert ? null : (
              <Radix.Close asChild>
                <Button variant="ghost" size="icon" className="-my-1 -mr-2" aria-label="Close">
                  <X aria-hidden />
                </Button>
              </Radix.Close>
            )}
          </header>
          {children}
          {footer ? (
            <footer
              className={cn('flex flex-wrap justify-end gap-2 px-5 py-3.5', children ? 'border-t' : 'pb-5')}
            >
              {footer}
            </footer>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
