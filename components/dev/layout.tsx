'use client'

import { Button } from '@/components/ui/button'
import { Disclosure } from '@/components/ui/disclosure'
import { PageHead, Section } from '@/components/ui/section'
import { Tabs } from '@/components/ui/tabs'
import { WideCase } from './exhibit'

export const Heads = () => (
  <>
    <WideCase name="with a lead and actions">
      <PageHead title="shop" lead="v14 is live on 2 of 2 replicas since 3 days." actions={<Button>Deploy</Button>} />
    </WideCase>
    <WideCase name="title only, long text">
      <PageHead title="v15 of checkout-service-eu-central never answered 200 on /health within 60 s" />
    </WideCase>
  </>
)

export const Sections = () => (
  <>
    <WideCase name="with a sentence and actions">
      <Section
        title="Replicas"
        description="Where v14 runs now."
        actions={<Button look="quiet">Show all</Button>}
        className=""
      >
        <p>Two replicas on fra-1.</p>
      </Section>
    </WideCase>
    <WideCase name="title only">
      <Section title="Last deployments" className="">
        <p>v14 by Ada, 3 days ago.</p>
      </Section>
    </WideCase>
  </>
)

export const Disclosures = () => (
  <>
    <div className="py-2">
      <Disclosure title="Closed">
        <p>Everything under it.</p>
      </Disclosure>
    </div>
    <div className="py-2">
      <Disclosure title="Closed" summary="2 replicas, 512 MB, 60 s to start">
        <p>Everything under it.</p>
      </Disclosure>
    </div>
    <div className="py-2">
      <Disclosure title="Open" open>
        <p className="pt-1 pb-2 pl-5 text-muted">Everything under it, in line with its title.</p>
      </Disclosure>
    </div>
    <div className="py-2">
      <Disclosure
        title="Long text"
        summary="2 replicas of 512 MB on fra-1 and fra-2, 60 s to start, 30 s to drain, verified for 20 s"
      >
        <p>Everything under it.</p>
      </Disclosure>
    </div>
  </>
)

const languages = ['Express', 'FastAPI', 'Django']
const many = ['Overview', 'Deployments', 'Monitoring', 'Logs', 'Environment', 'Settings', 'Audit', 'Registries']

const tabsOf = (titles: readonly string[]) =>
  titles.map((title) => ({ id: title, title, content: <p className="text-muted">What belongs to {title}.</p> }))

export const TabLists = () => (
  <>
    <WideCase name="a few">
      <Tabs label="Languages" tabs={tabsOf(languages)} />
    </WideCase>
    <WideCase name="more than fit">
      <Tabs label="Pages" tabs={tabsOf(many)} />
    </WideCase>
  </>
)
