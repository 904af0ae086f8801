import { join } from 'node:path'

/** A program that an offline build takes from this machine. */
export interface Program {
  name: string
  /** Where it is here, if that is known; else the system's folders are searched. */
  path?: string
  /** Where the image has it. */
  target: string
  /** The Debian package it comes with. */
  package: string
}

/** How to make an image: a folder with a Dockerfile whose `ARG BASE` can be replaced by one made of these programs. */
export interface Recipe {
  name: string
  folder: string
  buildArgs: Readonly<Record<string, string>>
  programs: readonly Program[]
  /** Users of the image, `name:number`, beside root. */
  users: readonly string[]
}

const busybox: Program = { name: 'busybox', target: '/bin/busybox', package: 'busybox-static' }

/** HAProxy with the scripts the platform talks to. `root` is the project's folder. */
export const proxyRecipe = (root: string): Recipe => ({
  name: 'proxy',
  folder: join(root, 'docker/proxy'),
  buildArgs: {},
  programs: [
    busybox,
    { name: 'haproxy', target: '/usr/sbin/haproxy', package: 'haproxy' },
    { name: 'perl', target: '/usr/bin/perl', package: 'perl-base' },
  ],
  users: ['nobody:65534'],
})

/** The sample app under the version it is to show. `root` is the project's folder. */
export const sampleAppRecipe = (root: string, version: string): Recipe => ({
  name: `sample app ${version}`,
  folder: join(root, 'docker/sample-app'),
  buildArgs: { VERSION: version },
  programs: [busybox, { name: 'node', path: process.execPath, target: '/usr/local/bin/node', package: 'nodejs' }],
  users: ['node:1000', 'nobody:65534'],
})
