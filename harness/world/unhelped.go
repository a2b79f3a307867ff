package world

import (
	"context"
	"slices"

	"anchorage/harness/history"
	"anchorage/harness/sut"
)

// askWhomNothingHelps reads the system's list at the end of the world, beside what the
// provider's journal says of it. A system that does not run tells nothing.
func (a *accounts) askWhomNothingHelps(ctx context.Context) {
	w := a.world
	system, err := w.system.get()
	if err != nil {
		return
	}
	lister, ok := system.(sut.Lister)
	if !ok {
		return
	}
	beyond := w.recorder.Beyond()
	ids, err := lister.Unhelped(ctx)
	if err != nil {
		w.violation("the list of accounts that nothing can help: " + err.Error())
		return
	}
	listed := []string{}
	for _, s := range w.specs {
		if id, linked := a.account(s.ID); linked && slices.Contains(ids, id) {
			listed = append(listed, s.ID)
		}
	}
	slices.Sort(listed)
	if len(listed)+len(beyond) > 0 {
		w.tell(w.clock.Now(), "system", history.Unhelped{Listed: listed, Beyond: beyond})
	}
}
