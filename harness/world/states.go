package world

import (
	"context"

	"anchorage/harness/history"
	"anchorage/harness/sut"
)

// askHowItIs asks, as somebody who operates the system would, how an account is whose
// owner has relinked while its mailbox was failing, as long as no round has completed
// since. A system that does not run tells nothing.
func (a *accounts) askHowItIs(ctx context.Context, mailbox string) {
	w := a.world
	if !w.recorder.Relinked(mailbox) {
		return
	}
	id, linked := a.account(mailbox)
	system, err := w.system.get()
	reporter, ok := system.(sut.Reporter)
	if !linked || err != nil || !ok {
		return
	}
	well, err := reporter.Well(ctx, id)
	if err != nil {
		w.violation("the state of the account of " + mailbox + ": " + err.Error())
		return
	}
	w.tell(w.clock.Now(), "owner/"+mailbox, history.StateTold{Mailbox: mailbox, Well: well})
}
