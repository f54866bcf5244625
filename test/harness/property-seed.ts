import fc from 'fast-check';

/**
 * The seed of what properties draw: the same in every run, so that a commit passes or fails for everybody alike. `WEND_SEED=7`
 * draws from another, `WEND_SEED=random` from a new one; what fails prints its own.
 */
const asked = process.env['WEND_SEED'];
if (asked !== 'random') fc.configureGlobal({ seed: Number(asked ?? 1) });
