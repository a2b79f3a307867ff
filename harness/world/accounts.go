package world

import (
	"context"
	"slices"
	"sync"
	"time"

	"anchorage/harness/history"
	"anchorage/harness/model"
	"anchorage/harness/sut"
	"anchorage/sim/identity"
	"anchorage/sim/mailbox"
	"anchorage/sim/people"
)

// accounts links every mailbox to the system and reads through it.
type accounts struct {
	world   *world
	running sync.WaitGroup

	mu sync.Mutex
	id map[string]sut.AccountID // key: mailbox; absent until linked
}

func newAccounts(w *world) *accounts {
	return &accounts{world: w, id: make(map[string]sut.AccountID, len(w.specs))}
}

// linkSpread is the time over which the fleet is linked at the start, so that
// its rounds are spread as those of a fleet that grew over years.
const linkSpread = 15 * time.Minute

func (a *accounts) start(ctx context.Context) {
	w := a.world
	for _, s := range w.specs {
		lane := w.lanes.Lane("link/" + s.ID)
		wait := w.seed.Duration(s.ID, "link", 0, linkSpread)
		a.running.Go(func() { a.link(ctx, s, wait+lane) })
	}
}

func (a *accounts) wait() { a.running.Wait() }

// linkTries is how often an owner tries to link before a world is given up.
const linkTries = 5

// link signs an owner in, and again some minutes later when that fails: an
// everyday fault keeps nobody from linking. A world whose fleet cannot be linked
// is no world, so giving up is a violation.
func (a *accounts) link(ctx context.Context, s mailbox.Spec, wait time.Duration) {
	w := a.world
	spec := sut.AccountSpec{Mailbox: s.ID, Provider: s.Provider, Authorization: s.Authorization, Email: s.SignIn}
	var err error
	for try := range uint64(linkTries) {
		if w.clock.Sleep(ctx, wait) != nil {
			return
		}
		var id sut.AccountID
		if id, err = a.signIn(ctx, spec); err == nil {
			a.mu.Lock()
			a.id[s.ID] = id
			a.mu.Unlock()
			return
		}
		wait = time.Minute + w.seed.Duration(s.ID, "link.again", try, 4*time.Minute)
	}
	if ctx.Err() == nil {
		w.tell(w.clock.Now(), "owner/"+s.ID, history.Violation{What: "linking " + s.ID + ": " + err.Error()})
	}
}

func (a *accounts) signIn(ctx context.Context, spec sut.AccountSpec) (sut.AccountID, error) {
	system, err := a.world.system.get()
	if err != nil {
		return "", err
	}
	return system.Link(ctx, spec, a.world.browser(spec.Mailbox, people.Agrees))
}

func (a *accounts) account(mailbox string) (sut.AccountID, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	id, ok := a.id[mailbox]
	return id, ok
}

// Read implements people.Reader: through the system, judged by the reference
// model at the instant of the answer.
func (a *accounts) Read(ctx context.Context, mailbox string, from, until time.Time) (people.Answer, error) {
	id, linked := a.account(mailbox)
	if !linked {
		return people.Answer{}, people.ErrNotLinked
	}
	w := a.world
	system, err := w.system.get()
	if err != nil {
		return people.Answer{}, err
	}
	before := w.recorder.Requests(mailbox)
	snapshot, err := system.Read(ctx, id, sut.Window{From: from, Until: until})
	notes := readNotes{requests: w.recorder.Requests(mailbox) - before}
	if err != nil {
		return people.Answer{Notes: notes}, err
	}
	items := make([]model.Item, len(snapshot.Events))
	for i, e := range snapshot.Events {
		items[i] = model.Item{ID: e.ID, Value: model.Value{Subject: e.Subject, Start: e.Start, End: e.End, ShowAs: e.Busy}}
	}
	a.askAboutWrites(ctx, system, mailbox, id)
	a.askHowItIs(ctx, mailbox)
	notes.wrong = w.model.Judge(mailbox, from, until, snapshot.AsOf, w.clock.Now(), items)
	answer := people.Answer{AsOf: snapshot.AsOf, Stale: snapshot.Stale, Events: make([]people.Event, len(items)), Notes: notes}
	for i, e := range items {
		answer.Events[i] = people.Event{ID: e.ID, Subject: e.Subject, Start: e.Start, End: e.End}
	}
	return answer, nil
}

// readNotes travel with an answer to the observer.
type readNotes struct {
	requests int    // for this mailbox, that the provider saw during the read
	wrong    string // the model's objection, "" for none
}

// browser is an owner's: signed in at the identity provider, or about to sign in
// with another account, or to say no.
func (w *world) browser(mailbox string, way people.Way) roundTripper {
	m, ok := w.provider.store.Get(mailbox)
	if !ok {
		panic("world: no mailbox " + mailbox)
	}
	var options []identity.BrowserOption
	switch way {
	case people.Declines:
		options = append(options, identity.Declining())
	case people.Other:
		options = append(options, identity.As(w.neighbour(m.Spec())))
	}
	return identity.Browser(w.network.Transport(), m.Spec().SignIn, options...)
}

// neighbour is the sign-in address of the next mailbox of the same fleet: somebody
// of the household.
func (w *world) neighbour(of *mailbox.Spec) string {
	here := slices.IndexFunc(w.specs, func(s mailbox.Spec) bool { return s.ID == of.ID })
	for i := range w.specs {
		if s := &w.specs[(here+1+i)%len(w.specs)]; s.Fleet == of.Fleet {
			return s.SignIn
		}
	}
	return of.SignIn
}
