import { mkdir, writeFile } from 'node:fs/promises';
import { buildDashboard } from './support/dashboard.ts';
import { takeDashboardPictures } from './support/dashboard-pictures.ts';
import { picturesFolder, takePictures } from './support/graphiql-pictures.ts';
import { takeStatusPictures } from './support/status-pictures.ts';

await mkdir(picturesFolder, { recursive: true });
using built = await buildDashboard();
for (const [name, { png, text }] of [
  ...(await takePictures()),
  ...(await takeStatusPictures()),
  ...(await takeDashboardPictures(built)),
]) {
  await writeFile(new URL(`${name}.png`, picturesFolder), png);
  await writeFile(new URL(`${name}.txt`, picturesFolder), text);
  console.log(name);
}
