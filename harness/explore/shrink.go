package explore

import (
	"context"
	"time"

	"anchorage/scenarios"
)

// Shrink takes parts of a world away as long as the promise breaks by the same cause
// ("" stands for: as long as it crashes), until nothing more can go, limit has passed in wall time or ctx
// ends. It returns the smallest world that failed, and how many it tried.
func (p Place) Shrink(ctx context.Context, o Outcome, promise string, limit time.Duration) (Outcome, int) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cause := o.causeOf(promise)
	seen, tries := map[string]bool{string(Render(o.File)): true}, 0
	fails := func(f *scenarios.File) (Outcome, bool) {
		text := string(Render(f))
		if seen[text] {
			return Outcome{}, false
		}
		seen[text] = true
		tried, err := p.Live(ctx, f) // a file that the loader refuses is no smaller world
		if err != nil {
			return Outcome{}, false
		}
		tries++
		return tried, sameFailure(tried, promise, cause)
	}
	for ctx.Err() == nil {
		smaller, found := firstSmaller(ctx, o, promise, fails)
		if !found {
			break
		}
		o = smaller
	}
	return o, tries
}

// firstSmaller is the first world with something taken away that still fails.
func firstSmaller(ctx context.Context, o Outcome, promise string, fails func(*scenarios.File) (Outcome, bool)) (Outcome, bool) {
	for f := range smaller(o, promise) {
		if ctx.Err() != nil {
			break
		}
		if tried, ok := fails(f); ok {
			return tried, true
		}
	}
	return o, false
}
