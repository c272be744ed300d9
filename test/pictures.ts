import { mkdir, writeFile } from 'node:fs/promises';
import { picturesFolder, takePictures } from './support/graphiql-pictures.ts';
import { takeStatusPictures } from './support/status-pictures.ts';

await mkdir(picturesFolder, { recursive: true });
for (const [name, { png, text }] of [...(await takePictures()), ...(await takeStatusPictures())]) {
  await writeFile(new URL(`${name}.png`, picturesFolder), png);
  await writeFile(new URL(`${name}.txt`, picturesFolder), text);
  console.log(name);
}
