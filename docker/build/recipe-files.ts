import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Recipe } from './recipe'

export interface RecipeFile {
  /** Relative to the recipe's folder. */
  name: string
  mode: number
  content: Buffer
}

/** The folder's files by name; nothing of this machine in them but whether they can be run. */
export async function readRecipeFiles(recipe: Recipe): Promise<RecipeFile[]> {
  const entries = await readdir(recipe.folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(
    paths.sort().map(async (path) => {
      const executable = ((await stat(path)).mode & 0o100) !== 0
      return { name: relative(recipe.folder, path), mode: executable ? 0o755 : 0o644, content: await readFile(path) }
    }),
  )
}

/** 12 letters that name what the recipe makes: its files and arguments, not what the base or this machine brings. */
export async function recipeHash(recipe: Recipe): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([recipe.buildArgs, recipe.programs.map((one) => one.target)]))
  for (const { name, mode, content } of await readRecipeFiles(recipe)) {
    hash.update(`\0${name}\0${mode}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex').slice(0, 12)
}
