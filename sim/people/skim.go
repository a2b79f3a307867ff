package people

import (
	"slices"
	"strings"
	"sync"

	"anchorage/sim/keyed"
)

// ChatMessage is one message in the channel that the team skims.
type ChatMessage struct {
	Key      string // groups a firing message with its closure; "" for chatter
	Provider string
	Alert    string
	Firing   bool // false: a closure, or chatter
}

// chat is what stands in the channel.
type chat struct {
	mu      sync.Mutex
	count   int            // messages so far; a message's number is the count with it
	skimmed int            // count at the last skim
	own     map[string]int // key: alert; messages of it since the last skim
	open    map[string]*openAlert
	skims   uint64
}

// openAlert is an alert that has fired and not closed.
type openAlert struct {
	key, provider, name string
	last                int  // number of its last message
	noticed             bool // somebody saw it at an earlier skim
}

// ChatMessage tells the team's channel of a message.
func (p *People) ChatMessage(m ChatMessage) { p.chat.add(m) }

func (c *chat) add(m ChatMessage) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count++
	if m.Key == "" {
		return
	}
	if c.open == nil {
		c.open, c.own = map[string]*openAlert{}, map[string]int{}
	}
	c.own[m.Key]++
	if !m.Firing {
		delete(c.open, m.Key)
		return
	}
	a := c.open[m.Key]
	if a == nil {
		a = &openAlert{key: m.Key}
		c.open[m.Key] = a
	}
	a.provider, a.name, a.last = m.Provider, m.Alert, c.count
}

// othersLocked is how many messages of others somebody reads to come across an open
// alert: those since the last skim, or, when the alert said nothing since, all
// since its last message, for then it stands further up.
func (c *chat) othersLocked(a *openAlert) int {
	if a.last > c.skimmed {
		return c.count - c.skimmed - c.own[a.key]
	}
	return c.count - a.last
}

// skim draws which open alerts are seen, and returns those seen for the first
// time.
func (c *chat) skim(seed keyed.Seed, attention Attention) (Skimmed, []Noticed) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := Skimmed{Messages: c.count - c.skimmed}
	if len(c.open) == 0 {
		s.Chance = attention.Chance(s.Messages)
	}
	var first []Noticed
	for _, a := range c.sortedLocked() {
		chance := attention.Chance(c.othersLocked(a))
		s.Open = append(s.Open, a.key)
		s.Chance = max(s.Chance, chance)
		if seed.Float("team", "skim/"+a.key, c.skims) >= chance {
			continue
		}
		s.Saw = append(s.Saw, a.key)
		if !a.noticed {
			a.noticed = true
			first = append(first, Noticed{By: OnChat, Provider: a.provider, What: a.name})
		}
	}
	c.skims++
	c.skimmed = c.count
	clear(c.own)
	return s, first
}

func (c *chat) sortedLocked() []*openAlert {
	list := make([]*openAlert, 0, len(c.open))
	for _, a := range c.open {
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b *openAlert) int { return strings.Compare(a.key, b.key) })
	return list
}

// skim lets an engineer go through the chat.
func (p *People) skim() {
	s, first := p.chat.skim(p.config.Seed, p.config.Team.Attention)
	s.At = p.config.Clock.Now()
	p.config.Observer.Skimmed(s)
	for _, n := range first {
		p.perceive(n)
	}
}
