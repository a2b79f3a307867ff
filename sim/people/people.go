// Package people are those who live with the system: the owners of mailboxes,
// the support that hears from them, and the team that operates the system.
//
// They act through what they would use: a calendar in the provider, reads of the
// system, a browser, the help desk and the status page over HTTP. What happens
// to them comes in by methods (Paged, ChatMessage, TicketOpened, MailArrived);
// what they do is told to an Observer.
package people

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"anchorage/internal/crew"
	"anchorage/sim/clock"
	"anchorage/sim/keyed"
)

// Config is what people need of the world.
type Config struct {
	Clock clock.Clock
	Seed  keyed.Seed
	// Lane is an actor's own offset below one millisecond. New asks for all lanes,
	// in the order: "team", "team/watch", "support", then for each owner
	// "owner/MAILBOX" and "owner/MAILBOX/mail".
	Lane     func(entity string) time.Duration
	Poll     time.Duration // how often the system synchronises; a change is missed after two
	Owners   Owners
	Team     Team
	Steps    []Step
	Fleet    []Owner // in an order that is the same every time
	Reader   Reader
	Writer   Writer   // nil: a system that takes no changes
	Controls Controls // nil: a system that nobody can change
	// HTTP reaches the help desk and the status page.
	HTTP http.RoundTripper
	// Browser is an owner's: it carries their session at the identity provider.
	Browser  func(mailbox string, way Way) http.RoundTripper
	Observer Observer
	DeskURL  string // of new tickets; default http://desk.example.com/api/tickets
	PageURL  string // of status updates; default http://status.example.com/api/updates
}

// Owner is who a mailbox belongs to.
type Owner struct {
	Mailbox  string // name in the world
	Provider string
	Address  string   // where mail reaches them
	Calendar Calendar // in the provider; nil: never edited
}

// People are all of them. Start them once.
type People struct {
	config  Config
	owners  []*owner
	byMail  map[string]*owner // key: address
	watch   *agenda           // support, skims and signals
	hands   *agenda           // steps
	steps   *operators
	crew    crew.Crew // of the owners
	waking  Schedule
	working Schedule
	lanes   struct{ team, watch, support time.Duration }
	chat    chat

	mu    sync.Mutex
	ctx   context.Context // of Start; nil before
	ended bool
	all   sync.WaitGroup
}

// New prepares people; nothing happens before Start.
func New(c Config) *People {
	c.Owners, c.Team = c.Owners.WithDefaults(), c.Team.WithDefaults()
	if c.DeskURL == "" {
		c.DeskURL = "http://desk.example.com/api/tickets"
	}
	if c.PageURL == "" {
		c.PageURL = "http://status.example.com/api/updates"
	}
	p := &People{
		config: c, byMail: make(map[string]*owner, len(c.Fleet)),
		watch: newAgenda(c.Clock), hands: newAgenda(c.Clock),
		waking: c.Owners.Schedule(), working: c.Team.Schedule(),
	}
	p.lanes.team, p.lanes.watch, p.lanes.support = c.Lane("team"), c.Lane("team/watch"), c.Lane("support")
	p.steps = &operators{people: p, waiting: slices.Clone(c.Steps)}
	p.addOwners()
	return p
}

func (p *People) addOwners() {
	ids := make([]string, len(p.config.Fleet))
	for i, o := range p.config.Fleet {
		ids[i] = o.Mailbox
	}
	complains := setOf(p.config.Seed.Quota("complain.share", ids, p.config.Owners.Complain.Share.F()))
	answers := setOf(p.config.Seed.Quota("relink.answer", ids, p.config.Owners.Relink.Answer.F()))
	ways := p.config.Owners.Relink.ways(p.config.Seed, slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !answers[id] }))
	for _, o := range p.config.Fleet {
		own := &owner{
			Owner: o, people: p, key: "owner/" + o.Mailbox,
			complains: complains[o.Mailbox], answers: answers[o.Mailbox], way: ways[o.Mailbox],
		}
		own.lane = p.config.Lane(own.key)
		own.mailLane = p.config.Lane(own.key + "/mail")
		p.owners = append(p.owners, own)
		p.byMail[strings.ToLower(o.Address)] = own
	}
}

func setOf(ids []string) map[string]bool {
	set := make(map[string]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// Start launches everybody; they end when ctx ends. Call it once.
func (p *People) Start(ctx context.Context) {
	p.mu.Lock()
	p.ctx = ctx
	p.mu.Unlock()
	p.steps.plan()
	p.planSkim(p.config.Clock.Now())
	p.run(p.watch.run)
	p.run(p.hands.run)
	for _, o := range p.owners {
		if o.busy() {
			p.run(o.live)
		}
	}
	p.run(func(ctx context.Context) {
		<-ctx.Done()
		p.mu.Lock()
		p.ended = true
		p.mu.Unlock()
	})
}

// Wait returns when everybody has ended.
func (p *People) Wait() {
	p.all.Wait()
	p.crew.Dismiss()
}

// run starts a goroutine unless the world has ended.
func (p *People) run(f func(context.Context)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ctx == nil || p.ended {
		return
	}
	p.all.Add(1)
	go func() {
		defer p.all.Done()
		f(p.ctx)
	}()
}

// sleepUntil returns at t, at once when t has passed, or with ctx's error.
func sleepUntil(ctx context.Context, c clock.Clock, t time.Time) error {
	return c.Sleep(ctx, t.Sub(c.Now()))
}

// onLane is t in whole milliseconds plus an actor's own offset.
func onLane(t time.Time, lane time.Duration) time.Time {
	return t.Truncate(time.Millisecond).Add(lane)
}
