import fc from 'fast-check';

// A build must fail for what was changed, so CI tries the same cases each time; everywhere else every run tries new ones.
if (process.env.CI) fc.configureGlobal({ seed: 20_261_120 });
