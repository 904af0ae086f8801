'use client'

import { Plus, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Case } from './exhibit'

const looks = [
  { look: 'primary', word: 'Deploy' },
  { look: 'plain', word: 'Test connection' },
  { look: 'quiet', word: 'Cancel' },
  { look: 'danger', word: 'Delete app' },
] as const

export const Buttons = () => (
  <>
    {looks.map(({ look, word }) => (
      <Case key={look} name={look}>
        <Button look={look}>{word}</Button>
        <Button look={look} disabled>
          Disabled
        </Button>
        <Button look={look} pending>
          Pending
        </Button>
      </Case>
    ))}
    <Case name="with an icon">
      <Button>
        <Plus size={14} aria-hidden />
        Add host
      </Button>
      <Button look="quiet" tight aria-label="Close">
        <X size={16} aria-hidden />
      </Button>
    </Case>
    <Case name="as a link">
      <Button look="primary" asChild>
        <a href="#button">New app</a>
      </Button>
      <Button asChild>
        <a href="#button">View app</a>
      </Button>
    </Case>
    <Case name="long text">
      <Button>Redeploy v14 of checkout-eu-central</Button>
    </Case>
  </>
)
