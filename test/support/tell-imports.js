// Preloaded into a process: tells on stderr which packages it imports.
import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (/^[@\w]/.test(specifier) && !specifier.startsWith('node:')) {
      writeSync(2, `import ${specifier}\n`);
    }
    return next(specifier, context);
  },
});
