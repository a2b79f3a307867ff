package store

import "anchorage/system"

// deleteOccurrences removes all of a series. It reads all events of the account, of
// which there are a hundred or so; those that are in no series are never meant.
const deleteOccurrences = `DELETE FROM event WHERE account = ? AND series_id = ? AND series_id <> ''`

// dropSeries removes the occurrences of series that are gone or told whole, before
// what is left of them is stored anew. Single events and series may turn into each
// other. A complete round needs none of it.
func (t transaction) dropSeries(r system.Round) error {
	if r.Complete {
		return nil
	}
	account := string(r.Account)
	for _, id := range r.Series {
		if _, err := t.exec(deleteEvent, account, id); err != nil {
			return err
		}
	}
	for _, id := range append(r.Removed[:len(r.Removed):len(r.Removed)], r.Series...) {
		if _, err := t.exec(deleteOccurrences, account, id); err != nil {
			return err
		}
	}
	for i := range r.Changed {
		if e := &r.Changed[i]; e.SeriesID == "" {
			if _, err := t.exec(deleteOccurrences, account, e.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
