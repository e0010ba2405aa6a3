/** Signing out forgets the token, and nobody can give it back: so it is offered for copying first. */
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { Dialog } from '../components/dialog.tsx';

interface SignOutDialogProps {
  token: string;
  open: boolean;
  onClose: () => void;
  onSignOut: () => void;
}

export function SignOutDialog({ token, open, onClose, onSignOut }: SignOutDialogProps) {
  return (
    <Dialog
      alert
      open={open}
      onClose={onClose}
      title="Sign out?"
      description="This browser forgets the trial token. Without it there is no way back to this trial, so keep a copy."
      footer={
        <>
          <CopyButton text={token} label="Copy the token" size="normal" className="mr-auto max-sm:w-full">
            Copy the token
          </CopyButton>
          <Button onClick={onClose}>Stay</Button>
          <Button variant="primary" onClick={onSignOut}>
            Sign out
          </Button>
        </>
      }
    />
  );
}
