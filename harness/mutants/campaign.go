package mutants

import (
	"context"
	"sync"
	"time"
)

// Row is one change with what became of it.
type Row struct {
	Mutant   *Mutant   // nil for a harmless change
	Harmless *Harmless // nil for a mutant
	Outcome  Outcome
}

// Run tries all, some at a time, and tells of each as it ends; the result is in the
// order of the tables. The first that cannot be tried at all ends it.
func Run(ctx context.Context, root string, table []Mutant, harmless []Harmless, workers int, told func(Row)) ([]Row, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	rows := make([]Row, 0, len(table)+len(harmless))
	for i := range table {
		rows = append(rows, Row{Mutant: &table[i]})
	}
	for i := range harmless {
		rows = append(rows, Row{Harmless: &harmless[i]})
	}
	var running sync.WaitGroup
	var telling sync.Mutex
	slots := make(chan struct{}, workers)
	for i := range rows {
		slots <- struct{}{}
		running.Go(func() {
			defer func() { <-slots }()
			if ctx.Err() != nil {
				return
			}
			var err error
			if rows[i].Mutant != nil {
				rows[i].Outcome, err = Try(ctx, root, *rows[i].Mutant)
			} else {
				rows[i].Outcome, err = TryHarmless(ctx, root, *rows[i].Harmless)
			}
			if err != nil {
				cancel(err)
				return
			}
			telling.Lock()
			defer telling.Unlock()
			told(rows[i])
		})
	}
	running.Wait()
	return rows, context.Cause(ctx)
}

// Tenth picks a tenth of the rows: another one each day, all of them in ten days.
// Open rows, which take no time, are left out.
func Tenth(table []Mutant, harmless []Harmless, day time.Time) ([]Mutant, []Harmless) {
	turn := int(day.Unix()/(24*60*60)) % 10
	var some []Mutant
	n := 0
	for _, m := range table {
		if m.Open != "" {
			continue
		}
		if n%10 == turn {
			some = append(some, m)
		}
		n++
	}
	var few []Harmless
	for i, h := range harmless {
		if (n+i)%10 == turn {
			few = append(few, h)
		}
	}
	return some, few
}
