// npm run notices: writes THIRD-PARTY-NOTICES, the licences of everything that ships with the app.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noticesOf, shippedPackages } from './steps/notices.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
writeFileSync(join(root, 'THIRD-PARTY-NOTICES'), noticesOf(shippedPackages(root)));
