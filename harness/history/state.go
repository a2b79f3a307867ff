package history

import "anchorage/sim/journal"

// States of a mailbox, by the provider's journal and what its owner did.
const (
	StateLinking  = "linking"  // no round has completed
	StateWell     = "well"     // neither of the others
	StateFailing  = "failing"  // an attempt to synchronise failed, and no round has completed since
	StateAsked    = "asked"    // failing, and its owner has been asked to relink and has not answered
	StateRelinked = "relinked" // failing, and its owner has relinked since
)

// States lists all of them, in the order of a mailbox's life.
func States() []string {
	return []string{StateLinking, StateWell, StateFailing, StateAsked, StateRelinked}
}

func (t *track) state() string {
	switch {
	case !t.linked:
		return StateLinking
	case t.waiting:
		return StateAsked
	case t.relinked:
		return StateRelinked
	case t.failing:
		return StateFailing
	}
	return StateWell
}

// hitLocked counts what the rules that acted on a request found its mailbox to be.
func (r *Recorder) hitLocked(t *track, x *journal.Exchange) {
	for _, rule := range x.Faults {
		if r.states[rule] == nil {
			r.states[rule] = map[string]int{}
		}
		r.states[rule][t.state()]++
		if x.RetryAfter > 0 {
			r.waits[rule] = max(r.waits[rule], x.RetryAfter)
		}
	}
}

// Failing says whether an attempt to synchronise the mailbox failed and no round
// has completed since.
func (r *Recorder) Failing(mailbox string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := r.trackLocked(mailbox)
	return t != nil && t.failing
}

// Rejected says whether a refresh of the mailbox's tokens was refused for good since
// its last complete round.
func (r *Recorder) Rejected(mailbox string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := r.trackLocked(mailbox)
	return t != nil && t.rejected
}

// Unroutable says whether the mailbox fails and has met, since it began to, neither a
// failure that a routing hint may change nor a refusal of its credentials.
func (r *Recorder) Unroutable(mailbox string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := r.trackLocked(mailbox)
	return t != nil && t.unroutable()
}

// Relinked says whether the mailbox fails although its owner has relinked since it
// began to.
func (r *Recorder) Relinked(mailbox string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := r.trackLocked(mailbox)
	return t != nil && t.relinked
}
