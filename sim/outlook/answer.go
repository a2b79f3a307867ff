package outlook

import "encoding/json"

// outcome is the status of the answer, 0 for none, and the error code of its body.
func (c *call) outcome() (status int, code string) {
	status = c.w.Status()
	body := c.w.ErrorBody()
	if status == 0 || len(body) == 0 || body[0] != '{' {
		return status, ""
	}
	var e struct {
		Error struct {
			Code string `json:"code"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &e) != nil {
		return status, ""
	}
	return status, e.Error.Code
}
