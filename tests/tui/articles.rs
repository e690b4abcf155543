//! Articles that the tests of the interface are about.

/// A small paper: four outlets, wide characters, no date, furniture, a quotation, hits in several articles.
pub const PAPER: &[(&str, &str)] =
    &[("bridge.txt", BRIDGE), ("ferry.txt", FERRY), ("tokyo.txt", TOKYO), ("undated.txt", UNDATED)];

const BRIDGE: &str = "\
The Oster Courier

Old bridge reopens after ten years

By Hanna Vogt

March 4, 2021

The stone bridge over the Oster was reopened on Thursday by the mayor, who called it a gift to the town and to everyone \
who has had to take the ferry since the flood of 2011.

“We have waited for this bridge longer than for anything else,” said Jonas Brandt, who runs the bakery on the north bank. \
His customers had to make a detour of eleven kilometres, and many of them stopped coming altogether.

The repair cost nine million euros, twice what the council had expected. Engineers found that two of the five arches had \
to be taken down to the foundations and built again, stone by numbered stone, under the eyes of the monument office.

The ferry made its last crossing on Wednesday evening. Its captain, Lotte Reimers, will drive the school bus from now on.

Read Also: Mayor defends the price of the bridge

A bridge festival with music, boats and a torchlight procession is planned for the first weekend of May. The council has \
asked the schools on both banks to paint the banners, and the brewery has promised a beer that will be sold on that \
weekend only.

Leave a Reply

Your email address will not be published. Required fields are marked *
";

const FERRY: &str = "\
Ferry captain takes the wheel of a bus

North Bank Post

5 March 2021

Lotte Reimers steered the Oster ferry for twenty-two years. On Monday she will sit behind another wheel: that of the school \
bus which takes the children of the north bank across the reopened bridge.

She does not expect to be seasick, she says, although the road along the bank has more bends than the river ever had, and \
the children have promised her to sing the whole way if she looks pale. Her first tour begins at a quarter to seven.

Copyright © 2019 North Bank Post
";

const TOKYO: &str = "\
東京の古い橋、十年ぶりに開通

2021年3月6日

東京都内の古い石橋が六日、十年ぶりに開通した。地元の住民は朝から橋の上に集まり、再開を祝った。
";

const UNDATED: &str = "\
The ducks of the Oster do not care who crosses above them, says the warden of the nature reserve, and that is as it should \
be. She counted four hundred last week, more than ever since she began, and put it down to the mild winter and to the \
quiet that the ferry left behind.
";
