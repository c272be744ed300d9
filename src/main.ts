import { endWhileStarting } from './server/end-signal.ts';

// Before the rest is loaded, which takes a second or two.
endWhileStarting();
await import('./start.ts');
