// Serves a PostgreSQL with pgvector, in memory, to one client at a time. Says where it listens, and ends when nobody
// holds its standard input any more.
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

const database = await PGlite.create({ extensions: { vector } });
// All connections are one session, which none of them can tell at its start where to look.
await database.exec('SET search_path = memwarden, pg_temp');
const server = new PGLiteSocketServer({ db: database, host: '127.0.0.1', port: 0, maxConnections: 100 });
server.addEventListener('listening', (event) => console.log(`listening ${event.detail.port}`));
await server.start();
process.stdin.on('end', () => process.exit()).resume();
