import { mkdir, writeFile } from 'node:fs/promises';
import { picturesFolder, takePictures } from './support/graphiql-pictures.ts';

await mkdir(picturesFolder, { recursive: true });
for (const [name, png] of await takePictures()) {
  await writeFile(new URL(name, picturesFolder), png);
  console.log(name);
}
