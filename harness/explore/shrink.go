package explore

import (
	"context"
	"time"

	"anchorage/scenarios"
)

// Shrink takes parts of the world of a finding away as long as it fails in the same way,
// until nothing more can go, limit has passed in wall time or ctx ends. Small, Tries and
// Least of f tell what came of it.
func (p Place) Shrink(ctx context.Context, f *Finding, limit time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cause := f.First.causeOf(f.Promise)
	seen := map[string]bool{string(Render(f.First.File)): true}
	fails := func(file *scenarios.File) (Outcome, bool) {
		text := string(Render(file))
		if seen[text] {
			return Outcome{}, false
		}
		seen[text] = true
		tried, err := p.Live(ctx, file) // a file that the loader refuses is no smaller world
		if err != nil {
			return Outcome{}, false
		}
		f.Tries++
		return tried, sameFailure(tried, f.Promise, cause)
	}
	for ctx.Err() == nil {
		smaller, found := firstSmaller(ctx, f.Small, f.Promise, fails)
		if !found {
			f.Least = ctx.Err() == nil
			break
		}
		f.Small = smaller
	}
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
