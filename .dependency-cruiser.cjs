/** Dependencies point inward; a rule that has to be excused is a design that has to change. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^src/${from}` },
  to: { path: '^src/', pathNot: [`^src/${from}`, ...allowed.map((folder) => `^src/${folder}`)] },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-barrels', severity: 'error', from: {}, to: { path: '(^|/)index\\.ts$' } },
    only('domain-imports-only-itself', 'domain/', [], 'the domain is pure: no framework, no clock, no I/O'),
    {
      name: 'domain-imports-no-package',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'] },
    },
    only('templating-stands-alone', 'templating/', [], 'the engine is usable as a library'),
    only('engine-stands-alone', 'eventstore/embedded/', [], 'the embedded engine knows nothing of Formwork'),
    only('eventstore', 'eventstore/', ['domain/'], 'the port and its adapters know events and nothing above them'),
    only('commands', 'commands/', ['domain/', 'templating/', 'eventstore/event-store\\.ts'], 'commands see ports, never adapters'),
    only('projections', 'projections/', ['domain/', 'database/', 'eventstore/event-store\\.ts'], 'read models come from events alone'),
    only('database', 'database/', [], 'the connection knows nothing of what is stored in it'),
    only('files', 'files/', ['domain/', 'commands/ports\\.ts', 'templating/'], 'the file adapter implements its port'),
    only('checks', 'checks/', ['commands/', 'domain/', 'templating/', 'files/'], 'the checker implements its port and runs tools'),
    {
      name: 'nest-stays-out',
      comment: 'pure folders and the fast path of the command line load no framework',
      severity: 'error',
      from: { path: '^src/(domain|templating|eventstore|files|checks)/' },
      to: { path: 'node_modules/(@nestjs|typeorm|rxjs)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
