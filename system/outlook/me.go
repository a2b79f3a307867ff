package outlook

import (
	"context"
	"encoding/json"

	"anchorage/system"
)

var _ system.Identifier = (*Client)(nil)

// MailboxID implements system.Identifier (provider contract 2.1).
func (c *Client) MailboxID(ctx context.Context, a system.Access) (string, error) {
	body, err := c.get(ctx, a, OperationMe, meURL(a))
	if err != nil {
		return "", err
	}
	var me struct { // names match whatever their case
		MailboxGUID string `json:"mailboxGuid"`
	}
	if err := json.Unmarshal(body, &me); err != nil {
		return "", malformed("the owner is not JSON", err)
	}
	if me.MailboxGUID == "" {
		return "", malformed("owner without a mailbox GUID", nil)
	}
	return me.MailboxGUID, nil
}
